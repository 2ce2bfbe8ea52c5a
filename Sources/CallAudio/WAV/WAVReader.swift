/// Reads the head of a WAV file whose bytes come bit by bit, and keeps few of them.
public struct WAVReader: Sendable {
    /// Where the sound must have begun, in bytes.
    public static let headLimit = 1 << 20

    private enum Step {
        case form, chunk
        case format(size: Int)
    }

    private struct Format {
        var sampleRate: Int
        var bits: Int
        var channels: Int
    }

    private var step = Step.form
    private var held: [UInt8] = []
    /// How many bytes are used up.
    private var offset = 0
    /// How many of the next do not matter.
    private var skipped = 0
    private var format: Format?
    private var header: WAVHeader?

    /// A reader at the start of a file.
    public init() {}

    /// Takes the next bytes of the file, any number; gives the head as soon as it is whole, and from then on.
    ///
    /// - Throws: ``WAVError``; nothing more is to be read then.
    public mutating func read(_ bytes: some Collection<UInt8>) throws(WAVError) -> WAVHeader? {
        if let header { return header }
        var rest = bytes[...]
        while true {
            if skipped > 0 {
                let count = min(skipped, rest.count)
                rest = rest.dropFirst(count)
                (skipped, offset) = (skipped - count, offset + count)
                if skipped > 0 { return nil }
            }
            if offset > Self.headLimit { throw .noData(limit: Self.headLimit) }
            let size = needed
            let taken = rest.prefix(size - held.count)
            held += taken
            rest = rest.dropFirst(taken.count)
            // What is no RIFF file is told at once, without its twelve bytes.
            if case .form = step { try checkForm() }
            guard held.count == size else { return nil }
            try takeStep()
            if let header { return header }
        }
    }

    /// The file ends here. Gives the head, or says that it is not whole.
    public func end() throws(WAVError) -> WAVHeader {
        guard let header else { throw .truncated(at: offset + held.count) }
        return header
    }

    private var needed: Int {
        switch step {
        case .form: 12
        case .chunk: 8
        case .format(let size): min(size, 40)
        }
    }

    private func checkForm() throws(WAVError) {
        guard held.elementsEqual("RIFF".utf8.prefix(held.count)) || held.count > 4 && held.hasText("RIFF", at: 0) else {
            throw .notRIFF
        }
    }

    private mutating func takeStep() throws(WAVError) {
        let start = offset
        let bytes = held
        offset += held.count
        held = []
        switch step {
        case .form:
            guard bytes.hasText("WAVE", at: 8) else {
                throw .notWAVE(
                    String(decoding: bytes[8..<12].map { $0 < 0x20 || $0 > 0x7E ? 0x3F : $0 }, as: UTF8.self))
            }
            step = .chunk
        case .chunk: try beginChunk(bytes, at: start)
        case .format(let size):
            format = try Self.format(bytes, at: start)
            step = .chunk
            skipped = size - bytes.count + size % 2
        }
    }

    private mutating func beginChunk(_ bytes: [UInt8], at start: Int) throws(WAVError) {
        let size = bytes.littleNumber(at: 4, bytes: 4)
        if bytes.hasText("fmt ", at: 0) {
            guard size >= 16 else { throw .malformed("a fmt chunk of \(size) bytes, not 16 or more", at: start) }
            step = .format(size: size)
        } else if bytes.hasText("data", at: 0) {
            guard let format else { throw .malformed("data before fmt", at: start) }
            // Programs that write to a pipe leave a size of nothing or of as much as can be.
            header = WAVHeader(
                sampleRate: format.sampleRate, bits: format.bits, channels: format.channels, dataOffset: offset,
                dataSize: size == 0 || size >= 0x7FFF_F000 ? nil : size)
        } else {
            guard size <= Self.headLimit else { throw .noData(limit: Self.headLimit) }
            skipped = size + size % 2
        }
    }

    private static func format(_ bytes: [UInt8], at start: Int) throws(WAVError) -> Format {
        var code = bytes.littleNumber(at: 0, bytes: 2)
        // The extensible format says its own in the first bytes of a longer name.
        if code == 0xFFFE {
            guard bytes.count >= 40 else { throw .malformed("an extensible fmt chunk without its format", at: start) }
            code = bytes.littleNumber(at: 24, bytes: 2)
        }
        guard code == 1 else { throw .compressed(format: code) }
        let format = Format(
            sampleRate: bytes.littleNumber(at: 4, bytes: 4), bits: bytes.littleNumber(at: 14, bytes: 2),
            channels: bytes.littleNumber(at: 2, bytes: 2))
        guard format.channels > 0 else { throw .malformed("no channels", at: start + 2) }
        guard format.sampleRate > 0 else { throw .malformed("a sample rate of 0", at: start + 4) }
        guard (1...32).contains(format.bits) else { throw .malformed("samples of \(format.bits) bits", at: start + 14) }
        let frame = bytes.littleNumber(at: 12, bytes: 2)
        guard frame == format.channels * ((format.bits + 7) / 8) else {
            throw .malformed(
                "frames of \(frame) bytes for \(format.channels) samples of \(format.bits) bits", at: start + 12)
        }
        return format
    }
}
