import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

/// Transcription and media streaming at the pretend service.
@Suite struct StreamsTests {
    private static let text: JSONObject = [
        "transportType": "websocket", "locale": "en-US", "transportUrl": "wss://app.test/s",
    ]
    private static let sound: JSONObject = [
        "transportType": "websocket", "audioChannelType": "mixed", "transportUrl": "ws://app.test/s",
    ]

    /// An answered call with streams; `more` goes into both set-ups.
    private func answered(
        _ bench: inout CoreBench, text: JSONObject? = Self.text, sound: JSONObject? = Self.sound,
        context: String? = nil, say: [String] = [], whenIdle: Bool = false
    ) throws -> (call: String, path: String) {
        let (call, offer) = try bench.dial(say: say, whenIdle: whenIdle)
        let answer = bench.request(
            "POST", "/calling/callConnections:answer",
            [
                "incomingCallContext": .string(offer), "callbackUri": "https://app.test/cb",
                "operationContext": context.map { .string($0) }, "transcriptionOptions": text.map { .object($0) },
                "mediaStreamingOptions": sound.map { .object($0) },
            ])
        #expect(answer.status == 200)
        bench.wait(0.1)
        return (call, bench.path(answer))
    }

    private func with(_ object: JSONObject, _ name: String, _ value: JSONValue?) -> JSONObject {
        var object = object
        object[name] = value
        return object
    }

    private func results(_ bench: CoreBench) -> [TranscriptionData] {
        bench.orders.compactMap { order in
            if case .send(_, .transcriptionData(let data)) = order { return data }
            return nil
        }
    }

    private func state(_ bench: inout CoreBench, _ path: String) -> [String] {
        let body = bench.request("GET", path).body
        return [body?["transcriptionSubscription"], body?["mediaStreamingSubscription"]].map {
            $0?["state"]?.stringValue ?? "none"
        }
    }

    @Test(arguments: [
        ("startTranscription", "stopTranscription", "Transcription", "transcription"),
        ("startMediaStreaming", "stopMediaStreaming", "MediaStreaming", "mediaStreaming"),
    ])
    func aStreamIsToggledAndEachSaysSo(_ start: String, _ stop: String, _ event: String, _ status: String) throws {
        var bench = try CoreBench()
        let (call, path) = try answered(&bench)
        #expect(state(&bench, path) == ["inactive", "inactive"] && bench.orders.isEmpty)
        #expect(bench.request("POST", path + ":" + start, ["operationContext": "a"]).status == 202)
        #expect(bench.outcomes.last == "\(event)Started 200/0 a")
        #expect(bench.events.last?.event["data"]?[status + "Update"]?[status + "Status"] == .string(status + "Started"))
        #expect(state(&bench, path).contains("active"))
        guard case .open(let opening)? = bench.orders.first else { throw NoOrder() }
        #expect(opening.url.hasSuffix("://app.test/s") && path.hasSuffix(opening.callConnectionID))
        // What runs is begun once.
        bench.request("POST", path + ":" + start, ["operationContext": "b"])
        #expect(bench.outcomes.last == "\(event)Started 200/0 b" && bench.orders.count == 1)
        #expect(bench.request("POST", path + ":" + stop, ["operationContext": "c"]).status == 202)
        #expect(bench.outcomes.last == "\(event)Stopped 200/0 c")
        #expect(bench.orders.last == .close(stream: opening.stream))
        #expect(state(&bench, path) == ["inactive", "inactive"])
        let kinds = try bench.core.timeline(of: call).entries.map(\.kind)
        #expect(kinds.suffix(2) == [.streamStarted, .streamStopped])
    }

    private struct NoOrder: Error {}

    @Test func whatWasNotSetUpIsRefused() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench, text: nil, sound: nil)
        #expect(state(&bench, path) == ["none", "none"])
        for name in [
            "startTranscription", "stopTranscription", "updateTranscription", "startMediaStreaming",
            "stopMediaStreaming",
        ] {
            let body: JSONValue = name == "updateTranscription" ? ["locale": "de-DE"] : [:]
            #expect(bench.errorCode(bench.request("POST", path + ":" + name, body)) == "405 8522", "\(name)")
        }
        #expect(bench.orders.isEmpty)
    }

    @Test func aStreamMayBeginWithTheCall() throws {
        var bench = try CoreBench()
        _ = try answered(
            &bench, text: with(Self.text, "startTranscription", true),
            sound: with(Self.sound, "startMediaStreaming", true), context: "ctx")
        #expect(bench.outcomes.contains("TranscriptionStarted 200/0 ctx"))
        #expect(bench.outcomes.contains("MediaStreamingStarted 200/0 ctx"))
        #expect(bench.eventNames.first == "CallConnected")
    }

    @Test func whatPhonesSayIsTranscribedWhenItWasSaid() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench)
        try bench.core.say("nobody listens", on: CoreBench.caller, at: bench.time)
        bench.wait(2)
        bench.request("POST", path + ":startTranscription", [:])
        bench.play(path, "Prompts are not transcribed.")
        bench.wait(1)
        try bench.core.say("good morning to you", on: CoreBench.caller, at: bench.time)
        // 19 characters of 60 ms.
        bench.wait(1.1)
        #expect(results(bench).isEmpty)
        bench.wait(0.1)
        let data = try #require(results(bench).first)
        #expect(data.text == "good morning to you" && data.isFinal && data.confidence == 0.9)
        #expect(data.participantRawID == "4:" + CoreBench.caller)
        #expect(data.words.map(\.text) == ["good", "morning", "to", "you"])
        #expect(abs(data.offset - 10_000_000) < 100 && data.words.first?.offset == data.offset)
        bench.wait(10)
        #expect(results(bench).count == 1)
    }

    @Test func whatIsLeftToSayIsSaidToATranscriptionWhenNothingGoesOn() throws {
        var bench = try CoreBench()
        let (call, path) = try answered(&bench, say: ["good morning", "", "goodbye"], whenIdle: true)
        bench.wait(1.5)
        #expect(results(bench).isEmpty, "nobody listens yet")
        bench.request("POST", path + ":startTranscription", [:])
        bench.play(path, "You can speak now.")
        bench.wait(1)
        #expect(results(bench).isEmpty, "a prompt plays")
        bench.wait(5)
        #expect(results(bench).map(\.text) == ["good morning", "goodbye"])
        // Then the phone loses patience.
        bench.wait(3)
        #expect(try bench.core.timeline(of: call).entries.contains { $0.kind == .hungUp })
    }

    @Test func guessesComeOnTheWay() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench, text: with(Self.text, "enableIntermediateResults", true))
        bench.request("POST", path + ":startTranscription", [:])
        try bench.core.say("one two three four", on: CoreBench.caller, at: bench.time)
        bench.wait(5)
        #expect(results(bench).map(\.text) == ["one two", "one two three four"])
        #expect(results(bench).map(\.isFinal) == [false, true])
        #expect(
            bench.request("GET", path).body?["transcriptionSubscription"]?["subscribedResultTypes"]
                == ["final", "intermediate"])
    }

    @Test func keysAreToldWhereThatWasAskedFor() throws {
        for tells in [true, false] {
            var bench = try CoreBench()
            let (_, path) = try answered(&bench, sound: with(Self.sound, "enableDtmfTones", .bool(tells)))
            bench.request("POST", path + ":startMediaStreaming", [:])
            try bench.press("3#")
            bench.wait(1)
            let keys = bench.orders.compactMap { order -> String? in
                if case .send(_, .dtmfData(let data)) = order { return data.data }
                return nil
            }
            #expect(keys == (tells ? ["3", "#"] : []))
        }
    }

    @Test func theLanguageIsChanged() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench)
        bench.request("POST", path + ":startTranscription", ["locale": "en-GB"])
        #expect(bench.request("GET", path).body?["transcriptionSubscription"]?["locale"] == "en-GB")
        #expect(bench.request("POST", path + ":updateTranscription", ["locale": "de-DE"]).status == 202)
        #expect(bench.eventNames.last == "TranscriptionUpdated")
        #expect(
            bench.events.last?.event["data"]?["transcriptionUpdate"]?["transcriptionStatusDetails"]
                == "transcriptionLocaleUpdated")
        #expect(bench.request("GET", path).body?["transcriptionSubscription"]?["locale"] == "de-DE")
        for wrong in [["locale": "german"], [:]] as [JSONValue] {
            #expect(bench.errorCode(bench.request("POST", path + ":updateTranscription", wrong)) == "400 8523")
        }
    }

    @Test func theLanguageOfACallThatWasJoinedStays() throws {
        var bench = try CoreBench()
        let connection = bench.request(
            "POST", "/calling/callConnections:connect",
            [
                "callLocator": ["kind": "groupCallLocator", "groupCallId": "g"], "callbackUri": "https://app.test/cb",
                "transcriptionOptions": .object(Self.text),
            ])
        bench.wait(1)
        let path = bench.path(connection)
        #expect(bench.request("POST", path + ":startTranscription", [:]).status == 202)
        #expect(
            bench.errorCode(bench.request("POST", path + ":updateTranscription", ["locale": "de-DE"])) == "405 8520")
    }

    @Test(
        arguments: [
            (nil, "TranscriptionFailed 400/8581 x", "streamUrlMissing", "MediaStreamingFailed 400/8603 x"),
            ("https://app.test", "TranscriptionFailed 400/8581 x", "badRequest", "MediaStreamingFailed 400/8603 x"),
            ("wss://", "TranscriptionFailed 400/8581 x", "badRequest", "MediaStreamingFailed 400/8603 x"),
            (
                "wss://app.test/s", "TranscriptionFailed 500/8578 x", "streamConnectionUnsuccessful",
                "MediaStreamingFailed 500/8603 x"
            ),
        ] as [(String?, String, String, String)])
    func whoCannotBeReachedIsTold(_ url: String?, _ text: String, _ details: String, _ sound: String) throws {
        var bench = try CoreBench()
        bench.takesStreams = false
        let address = url.map { JSONValue.string($0) }
        let (_, path) = try answered(
            &bench, text: with(Self.text, "transportUrl", address), sound: with(Self.sound, "transportUrl", address))
        for name in [":startTranscription", ":startMediaStreaming"] {
            bench.request("POST", path + name, ["operationContext": "x"])
            if case .open(let opening)? = bench.orders.last {
                bench.core.streamFailed(opening.stream, .refused("nobody is there"), at: bench.time)
                bench.collect()
            }
        }
        let failures = bench.events.filter { $0.name.hasSuffix("Failed") }
        #expect(bench.outcomes.suffix(2) == [text, sound])
        #expect(
            failures.first?.event["data"]?["transcriptionUpdate"]?["transcriptionStatusDetails"] == .string(details))
        #expect(state(&bench, path) == ["inactive", "inactive"], "it may be tried again")
    }

    @Test func aStreamThatBreaksOffSaysSoAndMayBeBegunAgain() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench)
        bench.request("POST", path + ":startTranscription", ["operationContext": "x"])
        guard case .open(let opening)? = bench.orders.first else { throw NoOrder() }
        bench.core.streamFailed(opening.stream, .interrupted("gone"), at: bench.time)
        bench.collect()
        #expect(bench.outcomes.last == "TranscriptionFailed 500/8578")
        try bench.core.say("nobody hears this", on: CoreBench.caller, at: bench.time)
        bench.wait(3)
        #expect(results(bench).isEmpty)
        bench.request("POST", path + ":startTranscription", ["operationContext": "y"])
        #expect(bench.outcomes.last == "TranscriptionStarted 200/0 y" && bench.orders.count == 2)
    }

    @Test func theEndOfTheCallClosesItsWebSockets() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench)
        bench.request("POST", path + ":startTranscription", [:])
        bench.request("POST", path + ":startMediaStreaming", [:])
        try bench.core.say("I have to go now", on: CoreBench.caller, at: bench.time)
        try bench.hangUp(CoreBench.caller)
        let closed = bench.orders.filter { if case .close = $0 { true } else { false } }
        #expect(closed.count == 2 && bench.eventNames.last == "CallDisconnected")
        bench.wait(5)
        #expect(results(bench).isEmpty && bench.eventNames.last == "CallDisconnected")
    }

    @Test func whoStopsWhileItIsDialledHearsNoMoreOfIt() throws {
        var bench = try CoreBench()
        bench.takesStreams = false
        let (_, path) = try answered(&bench)
        bench.request("POST", path + ":startTranscription", ["operationContext": "a"])
        guard case .open(let opening)? = bench.orders.first else { throw NoOrder() }
        #expect(bench.core.wantsStream(opening.stream))
        bench.request("POST", path + ":stopTranscription", ["operationContext": "b"])
        #expect(!bench.core.wantsStream(opening.stream))
        bench.core.streamOpened(opening.stream, at: bench.time)
        bench.collect()
        #expect(!bench.eventNames.contains("TranscriptionStarted"))
    }

    @Test func soundIsTwentyMillisecondsOfHummingOrSilence() throws {
        for (format, bytes) in [("pcm16KMono", 640), ("pcm24KMono", 960)] {
            var bench = try CoreBench()
            let (_, path) = try answered(&bench, sound: with(Self.sound, "audioFormat", .string(format)))
            bench.request("POST", path + ":startMediaStreaming", [:])
            guard case .open(let opening)? = bench.orders.first, case .audioMetadata(let metadata) = opening.metadata
            else { throw NoOrder() }
            #expect(metadata.length == bytes)
            func frames() -> [AudioData] { bench.core.frames(of: opening.stream, at: bench.time) }
            #expect(frames().map(\.isSilent) == [true] && frames()[0].data.count == bytes)
            #expect(frames()[0].participantRawID == nil && frames()[0].data.allSatisfy { $0 == 0 })
            try bench.core.say("hello there", on: CoreBench.caller, at: bench.time)
            bench.wait(0.1)
            #expect(frames().map(\.isSilent) == [false] && frames()[0].data.contains { $0 != 0 })
            bench.wait(2)
            #expect(frames().map(\.isSilent) == [true])
            bench.request("POST", path + ":stopMediaStreaming", [:])
            #expect(frames().isEmpty)
        }
    }

    @Test func unmixedSoundHasAFrameForEachWhoIsThere() throws {
        var bench = try CoreBench()
        let (_, path) = try answered(&bench, sound: with(Self.sound, "audioChannelType", "unmixed"))
        bench.request("POST", path + ":startMediaStreaming", [:])
        guard case .open(let opening)? = bench.orders.first else { throw NoOrder() }
        try bench.press("5")
        let frames = bench.core.frames(of: opening.stream, at: bench.time)
        #expect(frames.map(\.participantRawID) == ["4:" + CoreBench.caller] && frames.map(\.isSilent) == [false])
    }

    @Test func transcriptionNeedsAnAIResourceWhereTheServiceWantsOne() throws {
        var bench = try CoreBench { $0.requiresAIResource = true }
        let (_, offer) = try bench.dial()
        let answer = bench.request(
            "POST", "/calling/callConnections:answer",
            [
                "incomingCallContext": .string(offer), "callbackUri": "https://app.test/cb",
                "transcriptionOptions": .object(Self.text),
            ])
        #expect(bench.errorCode(answer) == "400 8567")
    }
}
