import CallModel
import Testing

@testable import FlowEngine

/// What the functions of call control refuse beyond types and ranges.
struct CallControlMistakeTests {
    @Test(arguments: [
        ("create_call()", "create_call: give exactly one of the options 'target' and 'targets'"),
        ("create_call { target = '8:acs:a', targets = { '8:acs:b' } }", "exactly one of the options"),
        ("create_call { targets = {} }", "'targets' is empty; name at least one"),
        ("create_call { targets = '8:acs:a' }", "'targets' must be a list, not \"8:acs:a\""),
        (
            "create_call { targets = { '+14255550123', '8:acs:a', '4:+14255550123' } }",
            "'targets' names +14255550123 twice"
        ),
        ("create_call { target = '4:anonymous' }", "'target': nobody can call 4:anonymous"),
        ("create_call { targets = { '8:acs:a', '4:anonymous' } }", "'targets': nobody can call 4:anonymous"),
        ("create_call { target = { kind = 'phone_number', raw_id = '4:1001' } }", "the leading + is missing"),
        ("create_call { target = '8:acs:a', source = '+14255550123' }", "'source' must be a communication user"),
        (
            "create_call { target = '8:acs:a', teams_app_source = 'app' }",
            "'teams_app_source' must be the id of a Teams app"
        ),
        ("create_call { target = '8:acs:a', teams_app_source = '8:acs:a' }", "not \"8:acs:a\""),
        ("create_call { target = '8:acs:a', teams_app_source = '0123456g-89ab-cdef-0123-456789abcdef' }", "Teams app"),
        (
            "create_call { target = '8:acs:a', ai_resource = 'ai' }",
            "'ai_resource' must be an address like https://name.cognitiveservices.azure.com, not \"ai\""
        ),
        (
            "connect_call()",
            "connect_call: give exactly one of the options 'server_call_id', 'group_call_id' and 'room_id'"
        ),
        ("connect_call { room_id = 'a', server_call_id = 'b' }", "exactly one of the options"),
        ("connect_call { room_id = '' }", "'room_id' is empty"),
        ("connect_call { group_call_id = 'x' }", "'group_call_id' must be a GUID like"),
        (
            "call:answer { answered_by = '+14255550123' }",
            "call:answer: 'answered_by' must be a communication user (8:acs:…), not 4:+14255550123"
        ),
        ("call:answer { answered_by = '8:orgid:t' }", "must be a communication user (8:acs:…), not 8:orgid:t"),
        ("call:answer { answered_by = 7 }", "'answered_by' must be an identifier like \"+18005550199\", not 7"),
        ("call:answer { answer_by = '8:acs:a' }", "unknown option 'answer_by'; did you mean 'answered_by'?"),
        ("call:redirect()", "call:redirect: option 'target' is missing: Who gets the call."),
        ("call:redirect { target = '4:anonymous' }", "nobody can call 4:anonymous"),
        ("call:transfer { target = '4:anonymous' }", "nobody can call 4:anonymous"),
        ("call:transfer { target = '8:acs:a', transferee = '8:acs:a' }", "'target' and 'transferee' are the same"),
        ("call:add_participant()", "option 'target' is missing: Who is invited."),
        ("call:add_participant { target = '4:anonymous' }", "nobody can call 4:anonymous"),
        ("call:add_participant { target = '8:acs:a', invitation_timeout = 1.5 }", "must be a whole number, not 1.5"),
        ("call:cancel_add_participant()", "give exactly one of the options 'operation' and 'invitation_id'"),
        ("call:cancel_add_participant { invitation_id = '' }", "'invitation_id' is empty"),
        ("call:cancel_add_participant { operation = call }", "'operation' must be an operation, not a call"),
        ("call:cancel_add_participant { operation = 3 }", "'operation' must be an operation, not 3"),
        ("call:remove_participant()", "option 'target' is missing"),
        ("call:get_participant()", "option 'target' is missing"),
        ("call:get_participant { target = call }", "'target' must be an identifier like \"+18005550199\", not a call"),
        ("call:move_participants { from = 'c2' }", "option 'targets' is missing"),
        ("call:move_participants { targets = { '8:acs:a' } }", "option 'from' is missing"),
        ("call:move_participants { targets = {}, from = 'c2' }", "'targets' is empty"),
        ("call:move_participants { targets = { '8:acs:a', '8:acs:a' }, from = 'c2' }", "names 8:acs:a twice"),
        ("call:move_participants { targets = { '8:acs:a' }, from = call }", "'from': this call is not connected"),
        ("call:move_participants { targets = { '8:acs:a' }, from = '' }", "'from' is empty"),
        ("call:move_participants { targets = { '8:acs:a' }, from = 7 }", "'from' must be a call or a text, not 7"),
        ("call:mute_participant()", "exactly one of the options 'target' and 'targets'"),
        (
            "call:mute_participant { target = '+14255550123' }",
            "call:mute_participant: the service mutes communication users only, and +14255550123 is a phone"
        ),
        ("call:mute_participant { targets = { '8:acs:a', '4:anonymous' } }", "4:anonymous is a phone"),
        ("call:mute_participant { target = '8:orgid:t' }", "8:orgid:t belongs to Teams"),
        ("call:unmute_participant { target = '+14255550123' }", "the service unmutes communication users only"),
        ("call:mute_participant { target = '8:acs:a', timeout = 3 }", "unknown option 'timeout'"),
        ("call:properties { }", "call:properties: takes 0 arguments, got 1"),
        ("call:list_participants(1)", "call:list_participants: takes 0 arguments, got 1"),
        ("call.properties()", "call:properties: write a colon, as in call:properties(…)"),
        (
            "call:ad_participant { target = '8:acs:a' }",
            "a call has no 'ad_participant'; did you mean 'add_participant'?"
        ),
        ("call:play { file = 'https://example.com/x.wav', operation_callback_uri = 'x' }", "'operation_callback_uri'"),
        ("launch()", "launch: 'flow' is missing: The flow's name."),
        ("launch('')", "launch: 'flow' is empty"),
        ("launch('x', 7)", "launch: 'params' must be a table, not 7"),
        ("launch('x', { 1, 2 })", "launch: 'params' gives values by name"),
        ("launch('x', { f = function() end })", "launch: a function cannot stand here"),
        ("launch('x', { call = call })", "launch: a call cannot stand here"),
        ("launch('x', { n = 0/0 })", "cannot stand here"),
        ("launch('x', { n = { [3] = 1 } })", "numbers without gaps, as keys here"),
        ("launch('x', {}, { key = '' })", "launch: 'key' is empty"),
        ("launch('x', {}, { kye = 'a' })", "launch: unknown option 'kye'; did you mean 'key'?"),
        ("launch('x', {}, { key = 7 })", "launch: 'key' must be a text, not 7"),
        ("signal()", "signal: 'session_id' is missing"),
        ("signal('x', 'y')", "signal: 'session_id': \"x\" is no session's id"),
        ("signal('00112233445566778899aabbcc')", "signal: 'name' is missing"),
        ("signal('00112233445566778899aabbcc', '')", "signal: 'name' is empty"),
        ("signal('00112233445566778899aabbcc', 'y', function() end)", "'data' must be a table or a text or a number"),
        (
            "signal('00112233445566778899aabbcc', 'y', { 1, a = 2 })",
            "signal: a table must be either a list or a record"
        ),
    ])
    func whatCouldNotWorkIsAMistakeAtTheFlowsLine(code: String, part: String) throws {
        let driver = try ActionSamples.handling("\n\(code)")
        let message = try #require(driver.failures.first?.message)
        #expect(message.hasPrefix("test/main.lua:3: "), "\(message)")
        #expect(message.contains(part), "\(message)")
        #expect(driver.asks.isEmpty)
    }

    @Test(arguments: [
        ("create_call { target = '8:acs:a', custom_context = {} }", "option 'custom_context' needs"),
        ("call:unmute_participant { target = '8:acs:a' }", "unmuting needs"),
    ])
    func previewFeaturesNameTheSettingThatTheyNeed(code: String, part: String) throws {
        let driver = try ActionSamples.handling(code, apiVersion: "2026-03-12")
        let message = try #require(driver.failures.first?.message)
        #expect(message.contains(part), "\(message)")
        #expect(message.hasSuffix("asks for 2026-03-12; set --api-version 2024-09-01-preview"), "\(message)")
    }

    @Test func nobodyMovesOutOfTheCallThatTheyAreIn() throws {
        let code = "call:move_participants { targets = { '8:acs:a' }, from ="
        for from in ["call", "'c1'"] {
            let driver = try ActionSamples.handling("\(code) \(from) }") { $0.callConnectionID = "c1" }
            #expect(driver.failures.first?.message.hasSuffix("'from' is this call itself") == true)
        }
    }

    @Test func aFlowsAIResourceMustBeAnAddress() {
        let source = "flow { ai_resource = 'ai' } on('Launch', function() end)"
        let report = FlowLoader.load(
            FlowSources(files: ["a/main.lua": Array(source.utf8)]), environment: FlowEnvironment())
        #expect(report.problems.first?.description.hasPrefix("a/main.lua:1: flow: 'ai_resource' must be") == true)
    }
}
