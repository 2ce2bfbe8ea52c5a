import Testing

@testable import CallAudio

@Suite struct MP3ReaderTests {
    private static func file(_ title: String? = nil, seconds: Double = 1) -> [UInt8] {
        let file = MP3File.file(of: Mix(Track([.hum(seconds: seconds)])), title: title)
        return file.bytes(0..<file.count)
    }

    @Test func aFileOfOursIsReadAsItWasMeant() throws {
        for title in [nil, "prompt", String(repeating: "long ", count: 100)] {
            let bytes = Self.file(title)
            let header = try MP3Header(bytes)
            #expect(header.version == .mpeg2 && header.sampleRate == 16_000 && header.channels == 1)
            #expect(header.bitRate == 64_000 && header.hasID3v2 == (title != nil) && header.frameCount == nil)
            #expect(abs(try #require(header.seconds(fileSize: bytes.count)) - 1.008) < 1e-9)
            #expect(header.seconds() == nil)
        }
    }

    @Test func bytesMayComeOneByOne() throws {
        let bytes = Self.file("prompt")
        var reader = MP3Reader()
        var found: Int?
        for (count, byte) in bytes.enumerated() where found == nil {
            if try reader.read([byte]) != nil { found = count + 1 }
        }
        // The tag, the first frame and the head of the second.
        #expect(found == 27 + 288 + 4)
        #expect(try reader.end() == MP3Header(bytes))
    }

    @Test func theCountOfFramesSaysTheLength() throws {
        var first: [UInt8] = [0xFF, 0xF3, 0x88, 0xC0] + [UInt8](repeating: 0, count: 9)
        first.text("Xing")
        first += [0, 0, 0, 1, 0, 0, 0x10, 0]
        first += [UInt8](repeating: 0, count: 288 - first.count)
        let header = try MP3Header(first + Self.file())
        #expect(header.frameCount == 4_096)
        #expect(header.seconds(fileSize: 5) == 4_096 * 0.036)
    }

    @Test func errorsSayWhatIsWrong() {
        #expect(throws: MP3Error.truncated(at: 0)) { try MP3Header([]) }
        #expect(throws: MP3Error.noFrame(limit: 65_536)) { try MP3Header(Array("RIFF0000WAVE".utf8)) }
        #expect(throws: MP3Error.noFrame(limit: 65_536)) { try MP3Header([UInt8](repeating: 0, count: 100_000)) }
        #expect(throws: MP3Error.truncated(at: 200)) { try MP3Header(Array(Self.file().prefix(200))) }
        #expect(throws: MP3Error.otherLayer(2)) {
            try MP3Header([0xFF, 0xFD, 0x88, 0xC0] + [UInt8](repeating: 0, count: 500))
        }
        #expect(throws: MP3Error.malformedTag("its size has bytes above 127")) {
            try MP3Header(Array("ID3".utf8) + [4, 0, 0, 0xFF, 0, 0, 0])
        }
    }

    @Test func aSingleFrameIsAFile() throws {
        #expect(try MP3Header(Self.file(seconds: 0.03)).frameOffset == 0)
    }

    @Test func noInputBreaksTheReader() {
        var generator = SystemRandomNumberGenerator()
        let seed = Self.file("prompt", seconds: 0.2)
        for _ in 0..<1_500 {
            var bytes = seed
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                bytes[Int.random(in: 0..<400, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator) / 2)
            let header = try? MP3Header(bytes)
            if let header { #expect(header.frameOffset < bytes.count && header.sampleRate > 0 && header.bitRate > 0) }
            _ = try? MP3Header(bytes.map { $0 ^ UInt8.random(in: 0...255, using: &generator) | 0xE0 })
        }
    }
}
