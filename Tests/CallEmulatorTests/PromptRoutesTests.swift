import CallModel
import Foundation
import NIOHTTP1
import Testing

@testable import CallAudio
@testable import CallEmulator

/// Prompts as WAV files, for whoever wants to hear them.
@Suite struct PromptRoutesTests {
    private func message(_ answer: HTTPBench.Answer) -> String {
        "\(answer.status) " + (answer.json?["error"]?["message"]?.stringValue ?? "")
    }

    @Test func aTextIsAWAVFile() async throws {
        try await FakeVoice.with { speech, folder in
            try await HTTPBench.with({ $0.speech = speech }) { bench in
                let answer = try await bench.control(.GET, "prompts?text=Guten%20Tag&locale=de-DE")
                #expect(answer.status == 200 && answer.headers.first(name: "content-type") == "audio/wav")
                let clip = try PCM(wav: answer.bytes)
                #expect(clip.seconds == FakeVoice.seconds && FakeVoice.level(1_000, clip.samples) > 7_000)
                #expect(try String(contentsOfFile: folder + "/text", encoding: .utf8) == "Guten Tag")
                #expect(try String(contentsOfFile: folder + "/words", encoding: .utf8).hasPrefix("-v de "))
                let part = try await bench.control(
                    .GET, "prompts?text=Guten%20Tag&locale=de-DE", headers: ["range": "bytes=0-3"])
                #expect(part.status == 206 && part.bytes == Array("RIFF".utf8))
            }
        }
    }

    @Test func aDocumentHasItsPauses() async throws {
        try await FakeVoice.with { speech, _ in
            try await HTTPBench.with({ $0.speech = speech }) { bench in
                let text = "%3Cspeak%3EOne%3Cbreak%20time%3D%222s%22%2F%3Etwo%3C%2Fspeak%3E"
                let answer = try await bench.control(.GET, "prompts?text=" + text)
                #expect(try PCM(wav: answer.bytes).seconds == 2 + 2 * FakeVoice.seconds)
            }
        }
    }

    @Test func promptsOfATimelineCanBeHeard() async throws {
        try await FakeVoice.with { speech, folder in
            try await HTTPBench.with({ $0.speech = speech }) { bench in
                try await Webhook.with { webhook in try await hearACall(bench, webhook) }
                let voices = try String(contentsOfFile: folder + "/words", encoding: .utf8).split(separator: "\n")
                #expect(voices.count == 2 && voices.allSatisfy { $0.hasPrefix("-v en-gb ") }, "\(voices)")
            }
        }
    }

    private func hearACall(_ bench: HTTPBench, _ webhook: Webhook) async throws {
        let (call, connection) = try await bench.connectedCall(webhook)
        _ = try await bench.service(
            .POST, "callConnections/\(connection):play",
            [
                "playSources": [
                    ["kind": "text", "text": ["text": "Good morning.", "voiceName": "en-GB-RyanNeural"]],
                    ["kind": "file", "file": ["uri": "https://app.test/music.wav"]],
                ]
            ])
        _ = try await webhook.event("PlayCompleted")
        _ = try await bench.control(.POST, "phones/\(CoreBench.caller)/say", ["text": "Good morning to you."])
        let page = try await bench.control(.GET, "calls/\(call)/timeline")
        let entries = try #require(page.json?["entries"]?.arrayValue)
        let play = try #require(entries.first { $0["kind"] == "play_started" })
        #expect(play["sources"]?[0]?["locale"] == "en-GB" && play["sources"]?[1]?["kind"] == "file")
        let heard = try await bench.control(.GET, "prompts/\(call)/\(play["seq"]?.intValue ?? 0)")
        #expect(heard.status == 200, "\(message(heard))")
        // The file at its length in life, whatever the media speed is.
        #expect(try abs(PCM(wav: heard.bytes).seconds - FakeVoice.seconds - 2) < 0.001)
        let said = try #require(entries.first { $0["kind"] == "said" })
        let words = try await bench.control(.GET, "prompts/\(call)/\(said["seq"]?.intValue ?? 0)")
        #expect(try PCM(wav: words.bytes).seconds == FakeVoice.seconds)
        let other = try await bench.control(.GET, "prompts/\(call)/1")
        #expect(message(other).hasPrefix("404 entry 1 of call \(call) is incoming_call;"))
        let none = try await bench.control(.GET, "prompts/\(call)/999")
        #expect(message(none).hasPrefix("404 call \(call) has no entry 999: its timeline has "))
    }

    @Test func badRequestsSayWhatIsWrong() async throws {
        try await FakeVoice.with { speech, _ in
            try await HTTPBench.with({ $0.speech = speech }) { bench in
                let long = String(repeating: "x", count: 4_001)
                for (path, words) in [
                    ("prompts", "400 text is required"), ("prompts?text=%20", "400 text is required"),
                    ("prompts?text=\(long)", "400 a text of 4001 characters is too long: at most 4000"),
                    ("prompts?text=a&locale=-v", "400 locale must be a language such as en-US, not '-v'"),
                    ("prompts?text=%3Cspeak%3E%3Cfoo/%3E%3C/speak%3E", "400 SSML, line 1, column 8: <foo>"),
                    ("prompts/nowhere/1", "404 there is no call nowhere"),
                    ("prompts/nowhere/x", "404 there is no entry x"), ("prompts/nowhere", "404 a prompt is"),
                ] {
                    let answer = try await bench.control(.GET, path)
                    #expect(message(answer).hasPrefix(words), "\(path): \(message(answer))")
                }
                let foreign = try await bench.control(.GET, "prompts?text=a", headers: ["origin": "https://evil.test"])
                #expect(foreign.status == 403)
            }
        }
    }

    @Test func withoutAVoiceItSaysWhatToInstall() async throws {
        try await HTTPBench.with({ $0.speech = nil }) { bench in
            let answer = try await bench.control(.GET, "prompts?text=Hello")
            #expect(message(answer).hasPrefix("501 prompts have no sound here, since espeak-ng is not installed"))
        }
    }

    @Test func aVoiceThatFailsIsNamed() async throws {
        try await FakeVoice.with("exit 3") { speech, _ in
            try await HTTPBench.with({ $0.speech = speech }) { bench in
                let answer = try await bench.control(.GET, "prompts?text=Hello")
                #expect(message(answer).hasPrefix("503 espeak-ng ended with code 3"))
            }
        }
    }

    @Test(.enabled(if: Speech.installed != nil)) func espeakSpeaks() async throws {
        try await HTTPBench.with { bench in
            let answer = try await bench.control(
                .GET, "prompts?text=Good%20morning%2C%20how%20can%20we%20help%20you%3F")
            let clip = try PCM(wav: answer.bytes)
            #expect((1...4).contains(clip.seconds) && clip.samples.contains { abs(Int($0)) > 2_000 })
        }
    }
}
