import Foundation
import Testing

@testable import CallAudio

@Suite struct SpeechTests {
    @Test(.enabled(if: Speech.installed != nil), arguments: ["en-US", "de-DE", "pt-BR", "xx-YY", "../../etc", nil])
    func aTextIsSpokenInAnyLanguage(locale: String?) async throws {
        let clip = try #require(try await Speech.pcm(of: "Thank you for calling, how can we help you?", locale: locale))
        #expect((1...6).contains(clip.seconds) && clip.channels == 1)
        #expect(clip.samples.contains { abs(Int($0)) > 2_000 })
    }

    @Test(.enabled(if: Speech.installed != nil)) func theTextIsNeverACommandOrAnOption() async throws {
        let speech = try #require(Speech.installed)
        let plain = try await speech.pcm(of: "help")
        let odd = try await speech.pcm(of: "--help\n$(touch /nowhere); `exit` \u{0} -v de <break/>")
        #expect(odd.seconds > plain.seconds)
    }

    @Test(.enabled(if: Speech.installed != nil)) func aDocumentHasItsPauses() async throws {
        let speech = try #require(Speech.installed)
        let document = try SSML("<speak xml:lang='en-GB'>One<break time='3s'/>two</speak>")
        let track = try await speech.track(of: document)
        #expect(track.segments.count == 3 && track.seconds > 3.4 && track.seconds < 6)
    }

    /// A program of a line of shell, in place of espeak-ng.
    private func withProgram(_ script: String, _ body: (Speech) async throws -> Void) async throws {
        let shell = try #require(Tools.shell)
        try await body(Speech(program: shell, leading: ["-c", script, "espeak-ng"]))
    }

    @Test(.enabled(if: Tools.shell != nil)) func aProgramThatDoesNotEndIsEnded() async throws {
        try await withProgram("sleep 600 & wait") { speech in
            _ = await #expect(throws: SpeechError.timedOut(seconds: 0.1)) {
                try await speech.pcm(of: "x", timeLimit: .milliseconds(100))
            }
        }
    }

    @Test(.enabled(if: Tools.shell != nil)) func aTaskThatIsCancelledEndsItsProgram() async throws {
        try await withProgram("sleep 600") { speech in
            let task = Task { try await speech.pcm(of: "x", timeLimit: .seconds(300)) }
            task.cancel()
            _ = await #expect(throws: SpeechError.cancelled) { try await task.value }
        }
    }

    @Test(.enabled(if: Tools.shell != nil)) func whatGoesWrongIsTold() async throws {
        try await withProgram("exit 3") { speech in
            _ = await #expect(throws: SpeechError.failed(code: 3)) { try await speech.pcm(of: "x") }
        }
        try await withProgram("kill -9 $$") { speech in
            _ = await #expect(throws: SpeechError.failed(code: -9)) { try await speech.pcm(of: "x") }
        }
        try await withProgram("echo no sound") { speech in
            _ = await #expect(throws: SpeechError.notWAV("\(WAVError.notRIFF)")) { try await speech.pcm(of: "x") }
        }
        try await withProgram("cat /dev/zero") { speech in
            _ = await #expect(throws: SpeechError.tooMuchSound) { try await speech.pcm(of: "x") }
        }
        _ = await #expect(throws: SpeechError.notStarted("/nowhere/espeak-ng", errno: ENOENT)) {
            try await Speech(program: "/nowhere/espeak-ng").pcm(of: "x")
        }
        _ = await #expect(throws: SpeechError.tooMuchText(bytes: 70_000)) {
            try await Speech(program: "/nowhere").pcm(of: String(repeating: "x", count: 70_000))
        }
    }

    @Test(.enabled(if: Tools.shell != nil)) func anotherVoiceIsTriedWhereOneIsMissing() async throws {
        // Speaks with American English only: a WAV file of two samples.
        let bytes = WAVFile.bytes(of: try PCM(samples: [7, 8])).map { "\\0" + String($0, radix: 8) }.joined()
        try await withProgram("[ \"$2\" = en-us ] || exit 1; printf '%b' '\(bytes)'") { speech in
            let clip = try await speech.pcm(of: "x", locale: "de-DE")
            #expect(clip.samples == [7, 8])
        }
    }

    @Test func languagesHaveTheirVoices() {
        #expect(SpeechVoices.candidates(for: "en-GB") == ["en-gb", "en-us"])
        #expect(SpeechVoices.candidates(for: "de-DE") == ["de", "en-us"])
        #expect(SpeechVoices.candidates(for: "es-MX") == ["es-419", "es", "en-us"])
        #expect(SpeechVoices.candidates(for: "zh_CN") == ["cmn", "en-us"])
        #expect(SpeechVoices.candidates(for: "pt-BR") == ["pt-br", "pt", "en-us"])
        #expect(["en-US", "zh_CN", "fil"].allSatisfy { Speech.isLocale($0) })
        #expect(["", "x", "../de", "de DE"].allSatisfy { !Speech.isLocale($0) })
        for odd in ["", "x", "../de", "-v", "de DE", "d\u{E9}", String(repeating: "a-", count: 40)] {
            #expect(SpeechVoices.candidates(for: odd) == ["en-us"])
        }
    }
}
