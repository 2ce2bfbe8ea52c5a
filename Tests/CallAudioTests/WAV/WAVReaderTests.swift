import Testing

@testable import CallAudio

@Suite struct WAVReaderTests {
    /// A file with a fmt chunk of these values and what stands before and after it.
    private static func wav(
        format: Int = 1, channels: Int = 1, rate: Int = 16_000, bits: Int = 16, frame: Int? = nil, extra: [UInt8] = [],
        before: [UInt8] = [], between: [UInt8] = [], size: UInt32 = 4, data: [UInt8] = [1, 0, 2, 0]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.text("RIFF")
        bytes.little(UInt32(1_000))
        bytes.text("WAVE")
        bytes += before
        bytes.text("fmt ")
        bytes.little(UInt32(16 + extra.count))
        bytes.little(UInt16(format))
        bytes.little(UInt16(channels))
        bytes.little(UInt32(rate))
        bytes.little(UInt32(rate * channels * bits / 8))
        bytes.little(UInt16(frame ?? channels * ((bits + 7) / 8)))
        bytes.little(UInt16(bits))
        bytes += extra + between
        bytes.text("data")
        bytes.little(size)
        return bytes + data
    }

    private static func chunk(_ name: String, _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.text(name)
        bytes.little(UInt32(count))
        return bytes + [UInt8](repeating: 0x64, count: count + count % 2)
    }

    @Test func otherChunksArePassedOver() throws {
        let bytes = Self.wav(
            extra: [0, 0], before: Self.chunk("JUNK", 28) + Self.chunk("bext", 603),
            between: Self.chunk("LIST", 27) + Self.chunk("fact", 4))
        let header = try WAVHeader(bytes)
        #expect(header.dataOffset == bytes.count - 4 && header.dataSize == 4 && header.promptFault == nil)
    }

    @Test func bytesMayComeOneByOne() throws {
        let bytes = Self.wav(between: Self.chunk("LIST", 5_001))
        let whole = try WAVHeader(bytes)
        var reader = WAVReader()
        var header: WAVHeader?
        for (count, byte) in bytes.enumerated() {
            header = try reader.read([byte])
            #expect((header != nil) == (count >= bytes.count - 5))
        }
        #expect(header == whole)
        #expect(try reader.end() == whole)
    }

    @Test func errorsSayWhatIsWrong() {
        #expect(throws: WAVError.notRIFF) { try WAVHeader(Array("OggS then more of it".utf8)) }
        #expect(throws: WAVError.notRIFF) { try WAVHeader(Array("RF".utf8)) }
        #expect(throws: WAVError.notRIFF) { try WAVHeader(Array("RIFX....WAVE".utf8)) }
        #expect(throws: WAVError.notWAVE("AVI ")) { try WAVHeader(Array("RIFF0000AVI LIST".utf8)) }
        #expect(throws: WAVError.compressed(format: 7)) { try WAVHeader(Self.wav(format: 7, bits: 8)) }
        #expect(throws: WAVError.compressed(format: 0x55)) { try WAVHeader(Self.wav(format: 0x55)) }
        #expect(throws: WAVError.truncated(at: 0)) { try WAVHeader([]) }
        #expect(throws: WAVError.truncated(at: 30)) { try WAVHeader(Array(Self.wav().prefix(30))) }
        #expect(throws: WAVError.malformed("no channels", at: 22)) { try WAVHeader(Self.wav(channels: 0)) }
        #expect(throws: WAVError.malformed("a sample rate of 0", at: 24)) { try WAVHeader(Self.wav(rate: 0)) }
        #expect(throws: WAVError.malformed("data before fmt", at: 12)) {
            try WAVHeader(Array("RIFF0000WAVEdata".utf8) + [0, 0, 0, 0])
        }
        #expect(throws: WAVError.malformed("frames of 3 bytes for 1 samples of 16 bits", at: 32)) {
            try WAVHeader(Self.wav(frame: 3))
        }
        #expect(throws: WAVError.noData(limit: 1 << 20)) {
            try WAVHeader(Array("RIFF0000WAVEJUNK".utf8) + [0, 0, 0, 0x40])
        }
        #expect("\(WAVError.compressed(format: 7))" == "WAV of format 7 (mu-law): convert it to 16-bit PCM")
    }

    @Test func theExtensibleFormatSaysItsOwn() throws {
        let name: [UInt8] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let extra: [UInt8] = [22, 0, 16, 0, 4, 0, 0, 0]
        #expect(try WAVHeader(Self.wav(format: 0xFFFE, extra: extra + name)).bits == 16)
        #expect(throws: WAVError.compressed(format: 3)) {
            try WAVHeader(Self.wav(format: 0xFFFE, extra: extra + [3] + name.dropFirst()))
        }
        #expect(throws: WAVError.self) { try WAVHeader(Self.wav(format: 0xFFFE, extra: [0, 0])) }
    }

    @Test func aFileThatDoesNotKnowItsLengthIsAsLongAsItIs() throws {
        for size in [0, 0xFFFF_FFFF, 0x7FFF_F000] as [UInt32] {
            let header = try WAVHeader(Self.wav(size: size))
            #expect(header.dataSize == nil && header.seconds() == nil)
            #expect(header.seconds(fileSize: header.dataOffset + 32_000) == 1)
        }
        let header = try WAVHeader(Self.wav(size: 64_000))
        #expect(header.seconds() == 2)
        #expect(header.seconds(fileSize: header.dataOffset + 32_000) == 1)
    }

    @Test func thePromptFaultNamesAllThatIsWrong() throws {
        let fault = try WAVHeader(Self.wav(channels: 2, rate: 44_100, bits: 24)).promptFault
        #expect(fault == "the WAV file has 44100 Hz, 2 channels, 24 bits: a prompt is 16 kHz, mono, 16-bit PCM")
    }

    @Test func noInputBreaksTheReader() {
        var generator = SystemRandomNumberGenerator()
        let seed = Self.wav(
            extra: [UInt8](repeating: 0, count: 24), before: Self.chunk("JUNK", 9), between: Self.chunk("LIST", 6))
        for _ in 0..<3_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator) / 3)
            let whole = Result { () throws(WAVError) in try WAVHeader(bytes) }
            var reader = WAVReader()
            let parts = Result { () throws(WAVError) -> WAVHeader in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = Int.random(in: 1...9, using: &generator)
                    _ = try reader.read(rest.prefix(count))
                    rest = rest.dropFirst(count)
                }
                return try reader.end()
            }
            #expect(whole == parts)
            _ = try? PCM(wav: bytes)
        }
    }
}
