import CallModel
import Testing

@testable import FlowEngine

struct TeamsDetailsReaderTests {
    private static let caller = "caller = '+14255550123', name = 'Ada', phone_number = '+14255550123'"
    private static let source = "source = '8:acs:r_u', language = 'en', status = 'done'"

    /// The code of each action that takes a custom context, around details.
    private static func codes(_ details: String) -> [String] {
        ["call:transfer", "call:add_participant", "create_call"].map {
            "\($0) { target = '8:acs:a', custom_context = { teams_phone_call_details = \(details) } }"
        }
    }

    private func context(_ code: String) throws -> CustomCallingContext? {
        switch try ActionSamples.handling(code).action().action {
        case .transfer(let action): return action.customCallingContext
        case .addParticipant(let action): return action.customCallingContext
        case .createCall(let action): return action.customCallingContext
        case let other:
            Issue.record("\(other)")
            return nil
        }
    }

    @Test(
        arguments: codes(
            """
            { teams_phone_caller_details = { \(caller), record_id = 'r1', screen_pop_url = 'https://crm.example.com/r1',
                is_authenticated = false, additional_caller_information = { ['Open orders'] = '2', screenPopUrl = 'x' } },
              teams_phone_source_details = { \(source),
                intended_targets = { desk = '+14255550124', callConnectionId = { raw_id = '8:orgid:t' } } },
              session_id = 's', intent = 'i', call_topic = ('t'):rep(48), call_context = 'c',
              transcript_url = 'https://example.com/t', call_sentiment = 'good', suggested_actions = 'refund' }
            """))
    func everyDetailReachesTheAction(code: String) throws {
        var details = TeamsPhoneCallDetails()
        details.caller = TeamsPhoneCallDetails.Caller(
            identifier: ActionSamples.phone, name: "Ada", phoneNumber: "+14255550123", recordID: "r1",
            screenPopURL: "https://crm.example.com/r1", isAuthenticated: false,
            additionalInformation: ["Open orders": "2", "screenPopUrl": "x"])
        details.source = TeamsPhoneCallDetails.Source(
            identifier: ActionSamples.user, language: "en", status: "done",
            intendedTargets: [
                "desk": ActionSamples.other, "callConnectionId": CommunicationIdentifier(rawID: "8:orgid:t"),
            ])
        details.sessionID = "s"
        details.intent = "i"
        details.callTopic = String(repeating: "t", count: 48)
        details.callContext = "c"
        details.transcriptURL = "https://example.com/t"
        details.callSentiment = "good"
        details.suggestedActions = "refund"
        #expect(try context(code) == CustomCallingContext(teamsPhoneCallDetails: details))
    }

    @Test(arguments: codes("{ intent = 'refund' }"))
    func detailsNeedNeitherCallerNorSource(code: String) throws {
        var details = TeamsPhoneCallDetails()
        details.intent = "refund"
        #expect(try context(code) == CustomCallingContext(teamsPhoneCallDetails: details))
    }

    @Test(arguments: codes("{}"))
    func emptyDetailsAreNone(code: String) throws {
        #expect(try context(code) == nil)
    }

    @Test func detailsGoBesideHeaders() throws {
        let code =
            "call:transfer { target = '8:acs:a', custom_context = { voip_headers = { a = 'b' }, "
            + "teams_phone_call_details = { teams_phone_source_details = { \(Self.source) } } } }"
        let found = try context(code)
        #expect(found?.voipHeaders == [.init("a", "b")])
        #expect(found?.teamsPhoneCallDetails?.source?.status == "done")
        #expect(found?.teamsPhoneCallDetails?.caller == nil)
    }

    private static let mistakes: [(String, String)] = [
        ("'x'", "'teams_phone_call_details' must be a table, not \"x\""),
        ("{ intend = 'x' }", "unknown option 'intend'; did you mean 'intent'?"),
        ("{ intent = 7 }", "'intent' must be a text, not 7"),
        ("{ call_topic = ('t'):rep(49) }", "the call topic has 49 characters, and 48 is the limit"),
        ("{ teams_phone_caller_details = {} }", "option 'caller' is missing: Who called."),
        (
            "{ teams_phone_caller_details = { caller = '+14255550123', phone_number = '1' } }",
            "option 'name' is missing: The caller's name."
        ),
        (
            "{ teams_phone_caller_details = { caller = '+14255550123', name = 'A' } }",
            "option 'phone_number' is missing: The caller's number, as it is shown."
        ),
        ("{ teams_phone_caller_details = { caller = '14255550123', name = 'A', phone_number = '1' } }", "'caller': "),
        ("{ teams_phone_caller_details = { caller = 7 } }", "'caller' must be an identifier like"),
        ("{ teams_phone_caller_details = { \(caller), is_authenticated = 'yes' } }", "must be true or false, not"),
        ("{ teams_phone_caller_details = { \(caller), screen_pop_uri = 'x' } }", "did you mean 'screen_pop_url'?"),
        (
            "{ teams_phone_caller_details = { \(caller), additional_caller_information = { a = 1 } } }",
            "'additional_caller_information.a' must be a text, not 1"
        ),
        (
            "{ teams_phone_caller_details = { \(caller), additional_caller_information = many } }",
            "there are 11 pairs of additional caller information, and 10 is the limit"
        ),
        (
            "{ teams_phone_source_details = { language = 'en', status = 'x' } }",
            "option 'source' is missing: Who sends the call on."
        ),
        ("{ teams_phone_source_details = { source = '8:acs:a', status = 'x' } }", "option 'language' is missing"),
        ("{ teams_phone_source_details = { source = '8:acs:a', language = 'en' } }", "option 'status' is missing"),
        (
            "{ teams_phone_source_details = { \(source), intended_targets = { desk = 7 } } }",
            "'intended_targets.desk' must be an identifier like"
        ),
        (
            "{ teams_phone_source_details = { \(source), intended_targets = { '8:acs:a' } } }",
            "'intended_targets' must have a name for each value"
        ),
        ("{ teams_phone_source_detail = { \(source) } }", "did you mean 'teams_phone_source_details'?"),
    ]

    @Test(arguments: mistakes)
    func whatIsWrongIsAMistake(details: String, part: String) throws {
        for code in Self.codes(details) {
            let driver = try ActionSamples.handling(
                "local many = {} for i = 1, 11 do many['k' .. i] = 'v' end \(code)")
            let message = try #require(driver.failures.first?.message)
            #expect(message.contains(part), "\(message)")
            #expect(driver.asks.isEmpty)
        }
    }
}
