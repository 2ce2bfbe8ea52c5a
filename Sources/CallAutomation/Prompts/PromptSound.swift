/// What the first bytes of a prompt say: whether the service can play it (protocol reference, 12.1).
public enum PromptSound {
    /// How many bytes are enough to tell.
    public static let prefix = 64 * 1_024

    /// What is wrong with a file that begins like this; nil when the service takes it.
    public static func fault(of bytes: [UInt8]) -> String? {
        if text(bytes, 0) == "RIFF", text(bytes, 8) == "WAVE" { return wavFault(bytes) }
        if bytes.prefix(3).elementsEqual("ID3".utf8) { return nil }
        if bytes.count > 1, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 {
            return "an MP3 file without an ID3v2 tag; the service takes MP3 with one, or WAV, mono, 16-bit, 16 kHz"
        }
        return "neither a WAV nor an MP3 file"
    }

    private static func wavFault(_ bytes: [UInt8]) -> String? {
        var place = 12
        while place + 8 <= bytes.count {
            let size = number(bytes, place + 4, 4)
            guard text(bytes, place) == "fmt " else {
                place += 8 + size + size % 2
                continue
            }
            guard size >= 16, place + 24 <= bytes.count else { break }
            let (format, channels) = (number(bytes, place + 8, 2), number(bytes, place + 10, 2))
            let (rate, bits) = (number(bytes, place + 12, 4), number(bytes, place + 22, 2))
            // Extensible headers name PCM as the first bytes of a GUID.
            let isPCM = format == 1 || format == 0xFFFE && number(bytes, place + 32, 2) == 1
            if isPCM, channels == 1, bits == 16, rate == 16_000 { return nil }
            let kind = isPCM ? "\(bits)-bit" : "compressed (format \(format))"
            let count = channels == 1 ? "mono" : "\(channels) channels"
            return "a WAV file with \(count), \(kind), \(rate) Hz; the service takes mono, 16-bit, 16000 Hz"
        }
        return "a WAV file that does not say how its sound is written"
    }

    private static func text(_ bytes: [UInt8], _ place: Int) -> String {
        String(decoding: bytes.dropFirst(place).prefix(4), as: UTF8.self)
    }

    /// A number, lowest byte first; 0 where there are not so many bytes.
    private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> Int {
        guard place + size <= bytes.count else { return 0 }
        return bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
