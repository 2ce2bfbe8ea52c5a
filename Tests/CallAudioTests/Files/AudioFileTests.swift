import Foundation
import Testing

@testable import CallAudio

@Suite struct AudioFileTests {
    /// All kinds, of 9 s, which are more than a group of an MP4 file.
    static func files() throws -> [AudioFile] {
        let track = Track([
            .hum(seconds: 0.5), .silence(seconds: 7), .key(try #require(DTMFKey("5")), seconds: 0.5),
            .silence(seconds: 1),
        ])
        let mix = Mix(track)
        let wide = try Mix([.init(track, channel: 0), .init(track, start: 2, channel: 2)], channels: 3)
        return [
            try WAVFile.file(of: mix), try WAVFile.file(of: wide), MP3File.file(of: mix),
            MP3File.file(of: wide, title: "é"),
            try MP4File.file(of: mix), try MP4File.file(of: mix, hasVideo: true),
            try MP4File.file(of: wide, hasVideo: true),
        ]
    }

    @Test func anyPartIsThatOfTheWhole() throws {
        var generator = SystemRandomNumberGenerator()
        for file in try Self.files() {
            let whole = file.bytes(0..<file.count)
            #expect(whole.count == file.count)
            for _ in 0..<40 {
                let start = Int.random(in: 0..<file.count, using: &generator)
                let end = min(file.count, start + Int.random(in: 0...2_000, using: &generator))
                #expect(file.bytes(start..<end) == Array(whole[start..<end]))
            }
            #expect(file.bytes(file.count - 1..<file.count + 100) == [whole[whole.count - 1]])
            #expect(file.bytes(file.count + 5..<file.count + 100).isEmpty)
        }
    }

    @Test func chunksAreSmallAndMakeTheWhole() throws {
        for file in try Self.files() {
            var all: [UInt8] = []
            for chunk in file.chunks {
                #expect(!chunk.isEmpty && chunk.count <= 64 * 1_024)
                all += chunk
            }
            #expect(all == file.bytes(0..<file.count))
        }
    }

    @Test func whatIsWrittenToADescriptorIsTheWhole() throws {
        for file in try Self.files() {
            try Tools.withFile(file, "bin") { path in
                let data = try #require(FileManager.default.contents(atPath: path))
                #expect([UInt8](data) == file.bytes(0..<file.count))
            }
        }
    }

    @Test func aDescriptorThatIsNoneIsAnError() throws {
        let file = try WAVFile.file(of: Samples.mixed)
        #expect(throws: AudioError.notWritten(errno: EBADF)) { try file.write(to: -1) }
    }

    @Test func aDayIsDescribedAtOnceAndAnyPartOfItIsReadable() throws {
        let music = Track([.hum(seconds: 3), .tones([440], seconds: 1)])
        let mix = try Mix([.init(music, isLooped: true)], seconds: 24 * 3_600)
        for file in [try WAVFile.file(of: mix), MP3File.file(of: mix), try MP4File.file(of: mix, hasVideo: true)] {
            #expect(file.count > 600_000_000)
            #expect(file.bytes(file.count - 3_000..<file.count).count == 3_000)
        }
    }
}
