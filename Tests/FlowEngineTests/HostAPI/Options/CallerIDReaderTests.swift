import CallModel
import Testing

@testable import FlowEngine

/// Every refusal of the caller-ID policy, as a flow meets it.
struct CallerIDReaderTests {
    private static let missing = "a caller ID is missing: "

    @Test(arguments: [
        ("create_call { target = '+14255550123' }", missing, "create-call-phone", "give caller_id = \"+18005550199\""),
        (
            "create_call { targets = { '8:acs:a', '+14255550123' } }", missing, "create-call-phone",
            "flow { caller_id = … }"
        ),
        ("call:add_participant { target = '+14255550123' }", missing, "add-participant-phone", "--caller-id"),
        ("call:redirect { target = '+14255550123' }", missing, "redirect-phone", "give caller_id"),
        (
            "call:transfer { target = '+14255550123', caller_id = '+18005550199' }",
            "the target of a transfer is shown the transferee's own caller ID", "transfer-phone", "leave caller_id out"
        ),
        (
            "call:transfer { target = '8:acs:a', caller_id = '+18005550199' }", "no caller ID can be given",
            "transfer-user", "leave caller_id out"
        ),
        (
            "create_call { target = '+14255550123', caller_id = '18005550199' }", "the leading + is missing",
            "caller-id-format", "write it like +18005550199"
        ),
        (
            "call:add_participant { target = '+14255550123', caller_id = '8:acs:a' }",
            "the caller ID is wrong: '8:acs:a' is a user, not a phone number", "caller-id-format",
            "write a number like +18005550199"
        ),
        (
            "create_call { target = '8:acs:a', caller_id = { communication_user = '8:acs:a' } }",
            "the caller ID is wrong", "caller-id-format", "write a number like"
        ),
        (
            "create_call { target = '+14255550123', caller_id = '4:anonymous' }",
            "'4:anonymous' is a withheld number, which cannot be shown", "caller-id-format", "write a number like"
        ),
        (
            "create_call { target = '+14255550123', caller_id = '8:orgid:u' }",
            "'8:orgid:u' belongs to Teams and is no phone number", "caller-id-format", "write a number like"
        ),
        (
            "create_call { target = '+14255550123', caller_id = '+14255550177' }",
            "the caller ID +14255550177 is no number of this resource", "caller-id-owned", "use one of +18005550199"
        ),
        (
            "call:redirect { target = '8:acs:a', caller_id = '+14255550177' }", "is no number of this resource",
            "caller-id-owned", "--owned-number"
        ),
    ])
    func aRefusalNamesRuleReasonAndRemedy(code: String, reason: String, rule: String, remedy: String) throws {
        let driver = try InstanceDriver.handling(code, environment: FlowEnvironment(ownedNumbers: ["+18005550199"]))
        let message = try #require(driver.failures.first?.message)
        #expect(message.hasPrefix("test/main.lua:2: "), "\(message)")
        for part in [reason, "(rule \(rule))", remedy] { #expect(message.contains(part), "\(message)") }
        #expect(driver.asks.isEmpty)
    }

    @Test(arguments: [
        ("call:transfer { target = '+14255550123' }", "cannot transfer a user of the service to a phone"),
        ("call:redirect { target = '+14255550123' }", "cannot redirect a user of the service to a phone"),
        (
            "call:transfer { target = '+14255550123', transferee = '8:acs:a' }",
            "cannot transfer a user of the service to a phone"
        ),
    ])
    func aUserIsNotSentOnToAPhone(code: String, part: String) throws {
        let driver = try ActionSamples.handling(code) { $0.from = ActionSamples.user }
        let message = try #require(driver.failures.first?.message)
        for part in [part, "(rule voip-to-phone)", "call the phone with create_call"] {
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test func theCallerOfACallOfOnesOwnDoesNotCount() throws {
        let driver = try ActionSamples.handling("call:transfer { target = '+14255550123' }") {
            $0.from = ActionSamples.user
            $0.otherParty = ActionSamples.other
        }
        #expect(try driver.action().action == .transfer(TransferAction(target: ActionSamples.phone)))
        let phoneOfAGroup = try ActionSamples.handling(
            "call:transfer { target = '+14255550123', transferee = '+14255550124' }"
        ) { $0.from = ActionSamples.user }
        #expect(phoneOfAGroup.failures.isEmpty)
    }

    @Test(
        arguments: [
            ("", nil, "+18005550101"), ("flow { caller_id = '+18005550102' }", nil, "+18005550102"),
            ("flow { caller_id = '+18005550102' }", "'+18005550103'", "+18005550103"),
            ("", "{ kind = 'phone_number', phone_number = '+18005550103' }", "+18005550103"),
            ("", "'4:+18005550103'", "+18005550103"),
        ] as [(String, String?, String)])
    func theActionsCallerIDWinsThenTheFlowsThenTheNodes(prelude: String, own: String?, shown: String) throws {
        let driver = try InstanceDriver.handling(
            "create_call { target = '+14255550123'\(own.map { ", caller_id = \($0)" } ?? "") }", prelude: prelude,
            environment: FlowEnvironment(callerID: "+18005550101"))
        guard case .createCall(let action) = try driver.action().action else {
            Issue.record("no call")
            return
        }
        #expect(action.sourceCallerIDNumber == shown)
    }

    @Test func usersNeedNone() throws {
        let driver = try InstanceDriver.handling("create_call { target = '8:acs:a' }")
        guard case .createCall(let action) = try driver.action().action else {
            Issue.record("no call")
            return
        }
        #expect(action.sourceCallerIDNumber == nil)
    }

    @Test(arguments: [
        ("'8:acs:a'", "(rule caller-id-format)"), ("'18005550199'", "the leading + is missing"),
        ("'4:anonymous'", "(rule caller-id-format)"), ("'+14255550177'", "(rule caller-id-owned)"),
    ])
    func theFlowsDefaultIsCheckedWhenItLoads(callerID: String, part: String) {
        let source = "flow { caller_id = \(callerID) } on('Launch', function() end)"
        let report = FlowLoader.load(
            FlowSources(files: ["a/main.lua": Array(source.utf8)]),
            environment: FlowEnvironment(ownedNumbers: ["+18005550199"]))
        let found = report.problems.first?.description ?? ""
        #expect(found.hasPrefix("a/main.lua:1: flow: "), "\(found)")
        #expect(found.contains(part), "\(found)")
    }
}
