import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Every action against everything that can come back: refusals, throttling, failures inside the service, cut connections,
/// bodies that cannot be read, answers and events that come twice.
struct EveryReplyTests {
    /// An action of the flow: what it writes, and the event that brings its success.
    struct Case: Sendable, CustomStringConvertible {
        let kind: ActionKind
        let lua: String
        var description: String { kind.rawValue }
        var success: String? { ActionRule.of(kind).success }
        var failure: String? { ActionRule.of(kind).failures.first }
    }

    /// One for each action that a flow takes in a call that is up.
    static let cases: [Case] = [
        Case(kind: .transfer, lua: #"call:transfer { target = "+14255550123" }"#),
        Case(kind: .addParticipant, lua: #"call:add_participant { target = "+14255550123" }"#),
        Case(kind: .cancelAddParticipant, lua: #"call:cancel_add_participant { invitation_id = "i1" }"#),
        Case(kind: .removeParticipant, lua: #"call:remove_participant { target = "+14255550123" }"#),
        Case(kind: .moveParticipants, lua: #"call:move_participants { targets = { "8:acs:a_b" }, from = "c9" }"#),
        Case(kind: .muteParticipant, lua: #"call:mute_participant { target = "8:acs:a_b" }"#),
        Case(kind: .unmuteParticipant, lua: #"call:unmute_participant { target = "8:acs:a_b" }"#),
        Case(kind: .listParticipants, lua: "call:list_participants()"),
        Case(kind: .getParticipant, lua: #"call:get_participant { target = "+14255550100" }"#),
        Case(kind: .properties, lua: "call:properties()"),
        Case(kind: .play, lua: #"call:play { text = "hi" }"#),
        Case(kind: .recognize, lua: "call:recognize { dtmf = { max = 1 } }"),
        Case(kind: .cancelAllMedia, lua: "call:cancel_all_media()"),
        Case(kind: .interruptAudioAndAnnounce, lua: #"call:interrupt_audio_and_announce { text = "hi" }"#),
        Case(kind: .sendDTMF, lua: #"call:send_dtmf { tones = "1#", target = "+14255550123" }"#),
        Case(kind: .startContinuousDTMF, lua: "call:start_continuous_dtmf()"),
        Case(kind: .stopContinuousDTMF, lua: #"call:stop_continuous_dtmf { target = "+14255550100" }"#),
        Case(kind: .startTranscription, lua: "call:start_transcription()"),
        Case(kind: .stopTranscription, lua: "call:stop_transcription()"),
        Case(kind: .updateTranscription, lua: #"call:update_transcription { locale = "de-DE" }"#),
        Case(kind: .startMediaStreaming, lua: "call:start_media_streaming()"),
        Case(kind: .stopMediaStreaming, lua: "call:stop_media_streaming()"),
    ]

    private static func driver(_ action: Case) throws -> MachineDriver {
        var environment = FlowEnvironment()
        environment.apiVersion = "2024-09-01-preview"
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              local result, err = \(action.lua)
              log.info(tostring(result) .. " " .. (err and err.reason or "no err"))
              wait_for("Signal")
            end)
            """, prelude: #"flow { locale = "en-US", voice = "v", caller_id = "+18005550199" } "#,
            environment: environment)
        try driver.connect()
        #expect(driver.sent.last?.hasPrefix("2 \(action.kind.rawValue)") == true)
        return driver
    }

    @Test func everyActionOfACallIsHere() {
        // Holding and recording are confirmed in ways of their own: see ConfirmingTests and RecordingTests.
        let others: Set<ActionKind> = [
            .createCall, .connectCall, .answer, .reject, .redirect, .hangUp, .hold, .unhold, .startRecording,
            .pauseRecording, .resumeRecording, .stopRecording, .recordingState,
        ]
        #expect(Set(Self.cases.map(\.kind)).union(others) == Set(ActionKind.allCases))
    }

    @Test(arguments: cases, [(400, 8523, "invalid_request"), (403, 7504, "forbidden"), (409, 8519, "conflict")])
    func aRefusalIsNilAndErr(_ action: Case, _ reply: (status: Int, subCode: Int, reason: String)) throws {
        let driver = try Self.driver(action)
        try driver.refuse("2", reply.status, reply.subCode)
        #expect(driver.said == ["nil \(reply.reason)"])
        #expect(driver.state == "connected", "the call goes on")
        try driver.verify()
    }

    @Test(arguments: cases) func throttlingIsNilAndErr(_ action: Case) throws {
        let driver = try Self.driver(action)
        try driver.refuse("2", 429, 8516)
        #expect(driver.said == ["nil throttled"])
        try driver.verify()
    }

    @Test(arguments: cases) func whatNeverLeftIsNotSent(_ action: Case) throws {
        let driver = try Self.driver(action)
        try driver.fault("2", .notSent)
        #expect(driver.said == ["nil not_sent"])
        try driver.verify()
    }

    /// Nobody knows whether it happened: the event settles it, else its limit; where there is none, it stays unknown.
    @Test(arguments: cases, [500, 503, 0])
    func anUnknownOutcomeIsSettledByTheEvent(_ action: Case, _ status: Int) throws {
        for comes in [true, false] {
            let driver = try Self.driver(action)
            if status == 0 { try driver.fault("2", .unknown) } else { try driver.refuse("2", status, 9999) }
            guard let success = action.success else {
                #expect(driver.said.isEmpty, "it is sent again")
                #expect(driver.sends.last?.op == "2")
                try driver.neverAnswers("2")
                driver.advance(130)
                #expect(["nil outcome_unknown", "nil timeout"].contains(driver.said.first))
                try driver.verify()
                continue
            }
            #expect(driver.said.isEmpty)
            if comes {
                driver.event(success, context: "2.1", [("participant", ["rawId": "8:acs:a_b"])])
                #expect(driver.said.first?.hasSuffix(" no err") == true)
            } else {
                driver.advance(130)
                #expect(driver.said == ["nil timeout"])
            }
            try driver.verify()
        }
    }

    @Test(arguments: cases) func theCallThatIsGoneIsRaised(_ action: Case) throws {
        let driver = try Self.driver(action)
        try driver.refuse("2", 400, 8528)
        #expect(driver.said.isEmpty, "the handler ends quietly")
        #expect(driver.complaints.isEmpty)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: cases) func anAnswerThatCannotBeReadHarmsNobody(_ action: Case) throws {
        let driver = try Self.driver(action)
        try driver.answer("2", 200, "no object")
        if let success = action.success {
            driver.event(success, context: "2.1", [("participant", "nobody")])
            #expect(driver.said.first?.hasSuffix(" no err") == true)
        } else {
            #expect(driver.said.count == 1)
        }
        try driver.verify()
    }

    @Test(arguments: cases) func whatComesTwiceCountsOnce(_ action: Case) throws {
        let driver = try Self.driver(action)
        try driver.answer("2", 200)
        try driver.answer("2", 200)
        if let success = action.success, let failure = action.failure {
            driver.event(success, context: "2.1", id: "same", [("participant", ["rawId": "8:acs:a_b"])])
            driver.event(success, context: "2.1", id: "again", [("participant", ["rawId": "8:acs:a_b"])])
            driver.event(failure, context: "2.1", id: "late", [MachineDriver.result(400, 8508)])
        }
        try driver.answer("2", 500)
        #expect(driver.said.count == 1)
        try driver.verify()
    }

    @Test(arguments: cases.filter { $0.success != nil }) func aFailureEventIsNilAndErr(_ action: Case) throws {
        let driver = try Self.driver(action)
        driver.event(try #require(action.failure), context: "2.1", [MachineDriver.result(403, 7504)])
        #expect(driver.said == ["nil forbidden"], "the event may beat the response")
        try driver.answer("2", 202)
        #expect(driver.said.count == 1)
        try driver.verify()
    }

    @Test(arguments: cases.filter { $0.success != nil }) func anEventOfAnotherOperationSettlesNothing(_ action: Case)
        throws
    {
        let driver = try Self.driver(action)
        try driver.answer("2", 202)
        let success = try #require(action.success)
        driver.event(success, context: "7.1")
        driver.event(success, context: "nonsense")
        driver.event(success)
        #expect(driver.said.isEmpty)
        try driver.verify()
    }
}
