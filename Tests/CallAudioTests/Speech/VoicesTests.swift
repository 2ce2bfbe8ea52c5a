import Foundation
import Testing

@testable import CallAudio

/// Voices by a shell in place of espeak-ng: arguments are `-v VOICE -s PACE …`, so the pace is `$4`.
@Suite(.enabled(if: Tools.shell != nil)) struct VoicesTests {
    /// A folder for a test's own files.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "voices-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func speech(_ script: String) throws -> Speech {
        Speech(program: try #require(Tools.shell), leading: ["-c", script, "espeak-ng"])
    }

    /// A clip whose samples all are of one height, as a file.
    private func write(_ height: Int16, frames: Int, to path: String) throws {
        let clip = try PCM(samples: [Int16](repeating: height, count: frames))
        try Data(WAVFile.bytes(of: clip)).write(to: URL(fileURLWithPath: path))
    }

    private func count(_ path: String) -> Int { (FileManager.default.contents(atPath: path) ?? Data()).count }

    /// What went wrong, as it was told.
    private final class Told: Sendable {
        private let lock = NSLock()
        nonisolated(unsafe) private var errors: [SpeechError] = []
        var all: [SpeechError] { lock.withLock { errors } }
        func add(_ error: SpeechError) { lock.withLock { errors.append(error) } }
    }

    @Test func aTextIsSpokenOnceAndKept() throws {
        try inFolder { folder in
            try write(7, frames: 100, to: folder + "/a.wav")
            let voices = Voices(try speech("printf x >> \(folder)/runs; cat \(folder)/a.wav"))
            for _ in 0..<3 { #expect(try voices.clip(of: "Hello").samples == [Int16](repeating: 7, count: 100)) }
            #expect(count(folder + "/runs") == 1)
            _ = try voices.clip(of: "Hello", locale: "de-DE")
            #expect(count(folder + "/runs") == 2, "another language is another sound")
        }
    }

    @Test func onlyTheLastClipsAreKept() throws {
        try inFolder { folder in
            try write(7, frames: 1_000, to: folder + "/a.wav")
            let voices = Voices(try speech("printf x >> \(folder)/runs; cat \(folder)/a.wav"), cacheLimit: 5_000)
            for text in ["a", "b", "a", "c", "a", "b"] { _ = try voices.clip(of: text) }
            // Two fit: b went for c, since a was used later.
            #expect(count(folder + "/runs") == 4)
        }
    }

    @Test func aFailureIsToldOnceAndFollowedByARest() throws {
        try inFolder { folder in
            let told = Told()
            let voices = Voices(try speech("printf x >> \(folder)/runs; exit 3")) { told.add($0) }
            for text in ["a", "b", "a"] {
                #expect(throws: SpeechError.failed(code: 3)) { try voices.clip(of: text) }
            }
            #expect(told.all == [.failed(code: 3)])
            #expect(count(folder + "/runs") == 1)
        }
    }

    @Test func aTextThatIsTooLongHoldsUpNoOther() throws {
        try inFolder { folder in
            try write(7, frames: 10, to: folder + "/a.wav")
            let voices = Voices(try speech("cat \(folder)/a.wav"))
            let long = String(repeating: "x", count: Speech.textLimit + 1)
            #expect(throws: SpeechError.tooMuchText(bytes: long.utf8.count)) { try voices.clip(of: long) }
            #expect(try voices.clip(of: "x").frames == 10)
        }
    }

    @Test func aProgramThatHangsBecomesAHumOfTheSameLength() throws {
        let voices = Voices(try speech("sleep 600"), timeLimit: .milliseconds(50))
        let words = SpokenWords("Hello", locale: nil, seconds: 1, pitch: 150, voices: voices)
        let other = SpokenWords("there", locale: nil, seconds: 1, pitch: 150, voices: voices)
        let track = Track([.words(words), .words(other)])
        #expect(track.frames == 32_000)
        #expect(
            track.samples(0..<32_000)
                == Track([.hum(pitch: 150, seconds: 1), .hum(pitch: 150, seconds: 1)])
                .samples(0..<32_000))
        #expect(!words.isLost && !other.isLost)
    }

    @Test func wordsAreFittedIntoTheirTime() throws {
        try inFolder { folder in
            try write(7, frames: 16_000, to: folder + "/175.wav")
            try write(8, frames: 9_000, to: folder + "/fast.wav")
            let script =
                "[ \"$4\" = 175 ] && exec cat \(folder)/175.wav; printf \"$4\" > \(folder)/pace; cat \(folder)/fast.wav"
            let voices = Voices(try speech(script))
            // Silence follows what is short.
            let short = Track([.words(SpokenWords("a", locale: nil, seconds: 2, voices: voices))])
            #expect(short.samples(15_999..<16_001) == [7, 0] && short.frames == 32_000)
            // What is long is spoken faster, and what is still too long is cut off.
            let long = Track([.words(SpokenWords("a", locale: nil, seconds: 0.5, voices: voices))])
            #expect(long.frames == 8_000 && long.samples(0..<8_001) == [Int16](repeating: 8, count: 8_000) + [0])
            #expect(try String(contentsOfFile: folder + "/pace", encoding: .utf8) == "367")
        }
    }

    @Test func whatWasSpokenIsNeverHummedLater() throws {
        try inFolder { folder in
            try write(7, frames: 4_000, to: folder + "/a.wav")
            // Nothing is kept, so that every look speaks anew.
            let voices = Voices(try speech("cat \(folder)/a.wav"), cacheLimit: 0)
            let words = SpokenWords("a", locale: nil, seconds: 1, voices: voices)
            let track = Track([.words(words)])
            #expect(track.samples(0..<2) == [7, 7] && !words.isLost)
            try FileManager.default.removeItem(atPath: folder + "/a.wav")
            _ = track.samples(2..<4)
            #expect(words.isLost)
        }
    }

    @Test func whatWasHummedIsNeverSpokenLater() throws {
        try inFolder { folder in
            // Too much for one text says nothing of the program, so there is no rest.
            let script = "[ -e \(folder)/a.wav ] && exec cat \(folder)/a.wav; cat /dev/zero"
            let voices = Voices(try speech(script))
            let words = SpokenWords("a", locale: nil, seconds: 1, pitch: 150, voices: voices)
            let hum = Track([.hum(pitch: 150, seconds: 1)]).samples(0..<16_000)
            #expect(Track([.words(words)]).samples(0..<16_000) == hum)
            try write(7, frames: 4_000, to: folder + "/a.wav")
            #expect(try voices.clip(of: "a").frames == 4_000, "it can speak by now")
            #expect(Track([.words(words)]).samples(0..<16_000) == hum && !words.isLost)
        }
    }

    @Test(.enabled(if: Speech.installed != nil)) func espeakSpeaksFasterWhereTimeIsShort() throws {
        let voices = Voices(try #require(Speech.installed))
        let text = "Thank you for calling. How can we help you today?"
        let natural = try voices.clip(of: text)
        for share in [0.7, 0.1] {
            let words = SpokenWords(text, locale: nil, seconds: natural.seconds * share, voices: voices)
            let clip = try #require(words.clip())
            #expect(clip.frames <= words.frames && clip.samples.contains { abs(Int($0)) > 1_000 })
        }
    }
}
