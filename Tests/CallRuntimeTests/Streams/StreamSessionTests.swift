import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What sessions make of streams.
struct StreamSessionTests {
    @Test func streamsThatGoNowhereElseComeToUs() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer { transcription = { locale = "de-DE" }, media_streaming = { audio = "file" } }
            end)
            """)
        let session = driver.sessionID
        let base = "wss://streams.invalid/streams/\(session)/1/-"
        #expect(driver.sent == ["1 answer 1.1 \(base) \(base)?audio=file"])
        try driver.verify()
        let elsewhere = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer { transcription = { transport_url = "wss://me.test/a" },
                media_streaming = { transport_url = "ws://localhost:1/b" } }
            end)
            """)
        #expect(elsewhere.sent == ["1 answer 1.1 wss://me.test/a ws://localhost:1/b"])
    }

    @Test func anotherPublicAddressIsNoDifferenceInAReplay() {
        func body(_ url: String, _ locale: String = "en-US") -> [UInt8] {
            let json: JSONValue = [
                "callbackUri": .string("https://\(url)"),
                "mediaStreamingOptions": ["transportUrl": .string("wss://\(url)"), "audioChannelType": "mixed"],
                "transcriptionOptions": ["transportUrl": .string("wss://\(url)"), "locale": .string(locale)],
            ]
            return json.encoded
        }
        #expect(BodyDifference.first(body("a.test"), body("b.test")) == nil)
        let difference = BodyDifference.first(body("a.test"), body("b.test", "de-DE"))
        #expect(difference?.place == "transcriptionOptions.locale")
    }

    @Test(arguments: ["start_transcription()", "stop_media_streaming()"])
    func whatWasNotSetUpIsNoEndOfTheCall(_ action: String) throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              local _, err = call:\(action)
              log.info(err.reason .. " " .. err.code .. " " .. err.sub_code)
              wait_for("Signal")
            end)
            """)
        try driver.connect()
        try driver.refuse("2", 405, 8522)
        #expect(driver.said.first?.hasSuffix(" 405 8522") == true)
        #expect(driver.state == "connected")
        try driver.verify()
    }

    @Test func aCallThatIsGoneIsItsEnd() throws {
        let driver = try MachineDriver(
            "on('IncomingCall', function(call) call:answer() call:start_transcription() log.info('on') end)")
        try driver.connect()
        try driver.refuse("2", 404, 8522)
        #expect(driver.said.isEmpty && driver.complaints.isEmpty)
        try driver.verify()
    }

    @Test(arguments: [
        ("start_transcription()", "transcriptionSubscription", "active", "TranscriptionStarted"),
        ("stop_transcription()", "transcriptionSubscription", "inactive", "TranscriptionStopped"),
        ("start_media_streaming()", "mediaStreamingSubscription", "active", "MediaStreamingStarted"),
        ("stop_media_streaming()", "mediaStreamingSubscription", "inactive", "MediaStreamingStopped"),
    ])
    func whatNobodyKnowsIsAskedForAndRepeatedWhenItIsNotSo(
        _ action: String, _ subscription: String, _ wanted: String, _ event: String
    ) throws {
        let flow = """
            on("IncomingCall", function(call)
              call:answer()
              log.info(tostring(call:\(action)))
              wait_for("Signal")
            end)
            """
        for isSo in [true, false] {
            let driver = try MachineDriver(flow)
            try driver.connect()
            try driver.fault("2", .unknown)
            #expect(driver.sent.last == "r1 properties c1")
            let state = isSo ? wanted : wanted == "active" ? "inactive" : "active"
            let told: JSONValue = ["state": .string(state)]
            try driver.answer("r1", 200, .object(JSONObject([(name: subscription, value: told)])))
            #expect(driver.sends.count { $0.op == "2" } == (isSo ? 1 : 2))
            #expect(driver.said == (isSo ? ["true"] : []))
            if !isSo {
                try driver.answer("2", 202, attempt: 2)
                driver.event(event, context: "2.1")
                #expect(driver.said.count == 1)
            }
            try driver.verify()
        }
    }

    private static let data: [(String, JSONValue)] = [
        ("text", "good morning"), ("confidence", 0.9), ("offset", 5), ("duration", 6), ("format", "display"),
        ("words", [["text": "good", "offset": 5, "duration": 3]]), ("resultStatus", "final"),
        ("participant", CommunicationIdentifier(rawID: "4:+14255550100").json),
    ]

    @Test func whatIsSaidReachesHooksAndWaits() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              local said = wait_for("TranscriptionData", { participant = "+14255550100" })
              log.info("waited " .. said.text .. " " .. said.words[1].text .. " " .. said.confidence)
            end)
            on("TranscriptionData", { result_status = "final" }, function(call, event)
              log.info("hook " .. event.text .. " " .. event.participant.phone_number.value .. " " .. event.result_status)
            end)
            on("DtmfData", { tone = "three" }, function(call, event) log.info("key " .. event.tone) end)
            """)
        try driver.connect()
        #expect(driver.event("TranscriptionData", Self.data))
        #expect(driver.said == ["waited good morning good 0.9", "hook good morning +14255550100 final"])
        let guess = Self.data.map { $0.0 == "resultStatus" ? ($0.0, JSONValue.string("intermediate")) : $0 }
        #expect(!driver.event("TranscriptionData", guess), "no hook wants it and nobody waits")
        #expect(driver.event("DtmfData", [("tone", "three")]))
        #expect(driver.said.last == "key three")
        try driver.verify()
    }

    @Test func onlyWhoListensListens() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              wait_for("TranscriptionData")
              wait_for("Signal")
            end)
            on("AudioMetadata", function() end)
            """)
        try driver.connect()
        #expect(driver.listens == ["TranscriptionData", "AudioMetadata"])
        driver.event("TranscriptionData", Self.data)
        #expect(driver.listens == ["AudioMetadata"])
        try driver.rebuild()
        #expect(driver.listens == ["AudioMetadata"])
    }

    @Test func aLoopListensUntilItIsLeft() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              for event in call:events "TranscriptionData" do log.info(event.text) end
            end)
            """)
        try driver.connect()
        #expect(driver.listens == ["TranscriptionData"])
        driver.event("TranscriptionData", Self.data)
        #expect(driver.said == ["good morning"] && driver.listens == ["TranscriptionData"])
        driver.disconnect()
        #expect(driver.listens.isEmpty)
        try driver.verify()
    }

    @Test func aStreamThatRunsIsSomethingThatGoesOn() throws {
        let flow = """
            on("IncomingCall", function(call)
              call:answer()
              call:start_transcription()
            end)
            """
        for stops in [false, true] {
            let driver = try MachineDriver(flow)
            try driver.connect()
            try driver.complete("2", "TranscriptionStarted")
            if stops { driver.event("TranscriptionStopped") }
            driver.advance(200)
            #expect(driver.sent.contains { $0.contains("hang_up") } == stops)
            try driver.verify()
        }
    }
}

extension MachineDriver {
    /// The events of streams that the flow listens for now.
    var listens: [String] { EventName.streams.filter { machine.listens(to: $0) } }
    var sessionID: SessionID { machine.id }
}
