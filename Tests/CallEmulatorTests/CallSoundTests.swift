import CallModel
import Foundation
import Testing

@testable import CallAudio
@testable import CallEmulator

/// What is heard in a recording, and when.
struct CallSoundTests {
    /// Records a call: the body lets things happen, then the recording ends. Samples are those of the WAV file, channel by
    /// channel within each frame.
    private func record(
        _ options: JSONObject = [:], speed: Double = 1, _ speech: Speech? = nil,
        _ body: (inout CoreBench, _ path: String) throws -> Void
    ) throws -> (samples: [Int16], channels: Int) {
        var bench = try CoreBench { $0.mediaSpeed = speed }
        let (_, path) = try bench.connectedCall()
        var request: JSONObject = [
            "callConnectionId": .string(String(path.split(separator: "/").last ?? "")),
            "recordingContentType": "audio", "recordingFormatType": "wav",
        ]
        for member in options.members { request[member.name] = member.value }
        let started = bench.request("POST", "/calling/recordings", .object(request))
        let id = try #require(started.body?["recordingId"]?.stringValue, "\(started)")
        try body(&bench, path)
        #expect(bench.request("DELETE", "/calling/recordings/\(id)").status == 204)
        bench.wait(1.1)
        let file = try #require(bench.core.recordingFile(id, voices: speech.map { Voices($0) }))
        let bytes = try file.bytes(0..<file.count)
        return (try PCM(littleEndian: Array(bytes.dropFirst(44))).samples, Int(bytes[22]))
    }

    private func part(_ samples: [Int16], _ from: Double, _ to: Double) -> ArraySlice<Int16> {
        samples[AudioTime.frames(from)..<min(samples.count, AudioTime.frames(to))]
    }

    private func isSilent(_ samples: some Sequence<Int16>) -> Bool { samples.allSatisfy { $0 == 0 } }

    @Test func promptsAndWordsOfPhonesAreSpoken() async throws {
        try await FakeVoice.with { speech, folder in
            let (samples, _) = try record([:], speech) { bench, path in
                bench.play(path, "Good morning, who is there please?", [:])  // 34 characters: 2.04 s
                bench.wait(2.5)
                try bench.core.say("It is me, your neighbour.", on: CoreBench.caller, at: bench.time)  // 1.5 s
                bench.wait(2)
            }
            #expect(samples.count == AudioTime.frames(4.5))
            #expect(FakeVoice.level(1_000, part(samples, 0, 0.5)) > 7_000)
            #expect(isSilent(part(samples, 0.51, 2.5)), "what is spoken sooner is followed by silence")
            #expect(FakeVoice.level(1_000, part(samples, 2.5, 3)) > 7_000)
            let text = try String(contentsOfFile: folder + "/text", encoding: .utf8)
            #expect(text == "Good morning, who is there please?It is me, your neighbour.")
        }
    }

    @Test func theLanguageIsThatOfTheSourceOrOfItsVoice() async throws {
        try await FakeVoice.with { speech, folder in
            _ = try record([:], speech) { bench, path in
                let sources: JSONValue = [
                    ["kind": "text", "text": ["text": "Guten Tag.", "sourceLocale": "de-DE"]],
                    ["kind": "text", "text": ["text": "Bonjour Madame.", "voiceName": "fr-FR-DeniseNeural"]],
                    ["kind": "ssml", "ssml": ["ssmlText": "<speak xml:lang='it-IT'>Buon giorno</speak>"]],
                ]
                bench.request("POST", path + ":play", ["playSources": sources])
                bench.wait(3)
                try bench.core.say("Hallo und guten Tag", on: CoreBench.caller, at: bench.time)
                bench.wait(2)
            }
            let words = try String(contentsOfFile: folder + "/words", encoding: .utf8)
            let voices = words.split(separator: "\n").map { $0.split(separator: " ")[1] }
            #expect(voices == ["de", "fr-fr", "it", "de"], "phones speak as they are spoken to")
        }
    }

    @Test func aDocumentHasItsPauses() async throws {
        try await FakeVoice.with { speech, _ in
            let markup = "<speak>One moment please<break time='2s'/>here we go</speak>"  // 28 characters: 1.68 s + 2 s
            let (samples, _) = try record([:], speech) { bench, path in
                bench.request(
                    "POST", path + ":play", ["playSources": [["kind": "ssml", "ssml": ["ssmlText": .string(markup)]]]])
                bench.wait(3.6)
                #expect(!bench.eventNames.contains("PlayCompleted"))
                bench.wait(0.2)
                #expect(bench.eventNames.contains("PlayCompleted"))
            }
            #expect(FakeVoice.level(1_000, part(samples, 0, 0.4)) > 7_000)
            #expect(isSilent(part(samples, 0.6, 2.9)))
            #expect(FakeVoice.level(1_000, part(samples, 3.1, 3.5)) > 7_000)
        }
    }

    @Test func wordsFitIntoTheTimeThatTheyTook() async throws {
        try await FakeVoice.with { speech, _ in
            // Twenty times as fast: 0.3 s for ninety characters and more.
            let (samples, _) = try record([:], speed: 20, speech) { bench, path in
                bench.play(path, String(repeating: "word ", count: 20))
                bench.wait(1)
            }
            #expect(samples.count == 16_000)
            #expect(FakeVoice.level(1_000, part(samples, 0, 0.3)) > 7_000 && isSilent(part(samples, 0.31, 1)))
        }
    }

    @Test func filesAreMusicAndKeysAreTheirTones() throws {
        let (samples, _) = try record { bench, path in
            let music: JSONValue = [["kind": "file", "file": ["uri": "https://app.test/music.wav"]]]
            bench.request("POST", path + ":play", ["playSources": music, "playOptions": ["loop": true]])
            bench.wait(5)
            bench.request("POST", path + ":cancelAllMediaOperations")
            bench.wait(1)
            try bench.press("5")
            bench.wait(0.5)
        }
        for start in [0.0, 2, 4] { #expect(FakeVoice.level(262, part(samples, start, start + 0.5)) > 1_500) }
        #expect(isSilent(part(samples, 5.01, 6)))
        let key = part(samples, 6, 6.1)
        #expect(FakeVoice.level(770, key) > 3_000 && FakeVoice.level(1_336, key) > 3_000)
        #expect(FakeVoice.level(852, key) < 1_000 && isSilent(part(samples, 6.11, 6.5)))
    }

    @Test func keysThatTheApplicationSendsAreHeard() throws {
        let (samples, _) = try record { bench, path in
            let body: JSONValue = [
                "tones": ["one", "pound"], "targetParticipant": ["rawId": .string("4:" + CoreBench.caller)],
            ]
            #expect(bench.request("POST", path + ":sendDtmfTones", body).status == 202)
            bench.wait(1)
        }
        #expect(FakeVoice.level(697, part(samples, 0, 0.1)) > 3_000)
        #expect(FakeVoice.level(1_477, part(samples, 0.2, 0.3)) > 3_000)
        #expect(isSilent(part(samples, 0.4, 1)))
    }

    @Test func aPromptThatIsInterruptedEndsThere() throws {
        let (samples, _) = try record { bench, path in
            // The first of two keys ends the prompt, though not the recognition.
            bench.recognize(path, prompt: String(repeating: "word ", count: 20), dtmf: ["maxTonesToCollect": 2])
            bench.wait(1)
            try bench.press("1")
            bench.wait(2)
        }
        #expect(!isSilent(part(samples, 0.5, 1)) && isSilent(part(samples, 1.2, 3)))
    }

    @Test func theApplicationHasTheChannelOfWhomItSpeaksFor() throws {
        let (samples, channels) = try record(["recordingChannelType": "unmixed"]) { bench, path in
            bench.play(path, "Good morning")
            bench.wait(1)
            try bench.core.say("hello hello", on: CoreBench.caller, at: bench.time)
            bench.wait(1)
        }
        #expect(channels == 2)
        let tracks = (0..<2).map { channel in stride(from: channel, to: samples.count, by: 2).map { samples[$0] } }
        #expect(isSilent(part(tracks[0], 0, 1)) && !isSilent(part(tracks[1], 0, 0.7)))
        #expect(!isSilent(part(tracks[0], 1, 1.6)) && isSilent(part(tracks[1], 1, 2)))
    }

    @Test func channelsAreAsAskedFor() throws {
        let affinity: JSONValue = [["channel": 3, "participant": ["rawId": .string("4:" + CoreBench.caller)]]]
        let (samples, channels) = try record(["recordingChannelType": "unmixed", "channelAffinity": affinity]) {
            bench, _ in
            try bench.core.say("hello hello", on: CoreBench.caller, at: bench.time)
            bench.wait(1)
        }
        #expect(channels == 4)
        for channel in 0..<4 {
            let track = stride(from: channel, to: samples.count, by: 4).map { samples[$0] }
            #expect(isSilent(track) == (channel != 3))
        }
    }

    @Test func whatBeganBeforeTheRecordingIsHeardFromItsMiddleOn() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let music: JSONValue = [["kind": "file", "file": ["uri": "https://app.test/music.wav"]]]
        bench.request("POST", path + ":play", ["playSources": music])
        bench.wait(0.5)
        let started = bench.request(
            "POST", "/calling/recordings",
            [
                "callConnectionId": .string(String(path.split(separator: "/").last ?? "")),
                "recordingContentType": "audio", "recordingFormatType": "wav",
            ])
        let id = try #require(started.body?["recordingId"]?.stringValue)
        bench.wait(0.5)
        bench.request("DELETE", "/calling/recordings/\(id)")
        bench.wait(1.1)
        // What happens after the end is no part of it.
        try bench.core.say("too late", on: CoreBench.caller, at: bench.time)
        let file = try #require(bench.core.recordingFile(id))
        let samples = try PCM(littleEndian: Array(try file.bytes(44..<file.count))).samples
        #expect(samples.count == 8_000)
        #expect(FakeVoice.level(220, samples) > 1_500, "the second chord")
    }

    @Test func whatIsHiddenIsHummed() async throws {
        try await FakeVoice.with { speech, folder in
            let (samples, _) = try record([:], speech) { bench, path in
                let body: JSONValue = [
                    "recognizeInputType": "speech", "operationContext": "7.1* pin",
                    "recognizeOptions": [
                        "targetParticipant": ["rawId": .string("4:" + CoreBench.caller)],
                        "speechOptions": ["endSilenceTimeoutInMs": 500],
                    ],
                ]
                #expect(bench.request("POST", path + ":recognize", body).status == 202)
                try bench.core.say("my secret number", on: CoreBench.caller, at: bench.time)
                bench.wait(2)
            }
            #expect(!isSilent(samples) && FakeVoice.level(1_000, part(samples, 0, 0.5)) < 1_000)
            #expect(!FileManager.default.fileExists(atPath: folder + "/text"))
        }
    }
}
