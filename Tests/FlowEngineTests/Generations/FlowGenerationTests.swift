import CallModel
import Testing

@testable import FlowEngine

/// Who gets an incoming call.
struct FlowGenerationTests {
    @Test func exactBeatsListBeatsPatternBeatsNone() throws {
        let flows = [
            "none": "nil", "pattern": #"{ to = pattern "^%+1800" }"#,
            "list": #"{ to = { "+18005550199", "+18005550198" } }"#, "exact": #"{ to = "+18005550199" }"#,
        ]
        #expect(try owner(flows) == "exact")
        #expect(try owner(flows, to: "+18005550198") == "list")
        #expect(try owner(flows, to: "+18005550197") == "pattern")
        #expect(try owner(flows, to: "+14255550123") == "none")
        #expect(try owner(["exact": #"{ to = "+18005550199" }"#], to: "+14255550123") == nil)
    }

    @Test func moreFieldsWinAmongEquals() throws {
        let flows = [
            "one": #"{ to = "+18005550199" }"#, "two": #"{ to = "+18005550199", from = "+14255550100" }"#,
            "zwei": #"{ to = { "+18005550199" }, from = "+14255550100", caller_display_name = "Ada" }"#,
        ]
        #expect(try owner(flows) == "two")
        #expect(try owner(flows, from: "+14255550101") == "one")
    }

    @Test func tiesThatCannotBeSeenGoByFlowNameThenRegistration() throws {
        let flows = ["b": #"{ from = "+14255550100" }"#, "a": #"{ caller_display_name = "Ada" }"#]
        #expect(try owner(flows) == "a")
        let generation = try generation([
            "a": #"{ from = pattern "^%+1" }, function() end) on("IncomingCall", { from = pattern "100$" }"#
        ])
        #expect(generation.owner(of: Self.offer(), matching: PatternMatcher())?.hook == 0)
    }

    @Test(arguments: [
        #"{ to = "+18005550199" }"#, #"{ to = "4:+18005550199" }"#, #"{ to = { raw_id = "4:+18005550199" } }"#,
        #"{ to = { "+18005550198", { raw_id = "4:+18005550199" } } }"#, #"{ to = pattern "^%+18005550199$" }"#,
        #"{ ["to.phone_number.value"] = "+18005550199" }"#, #"{ ["to.kind"] = "phone_number" }"#,
        #"{ ["custom_context.sip_headers.X-Desk_Name"] = "BobBuilder" }"#, #"{ ["to.raw_id"] = "4:+18005550199" }"#,
        #"{ caller_display_name = "Ada" }"#,
    ])
    func identifiersAndFieldsInAnySpelling(filter: String) throws {
        #expect(try owner(["a": filter]) == "a")
    }

    @Test(arguments: [
        #"{ to = "8:acs:18005550199" }"#, #"{ caller_display_name = "ada" }"#,
        #"{ caller_display_name = pattern "^%d" }"#,
        #"{ on_behalf_of_callee = "+18005550199" }"#,
        #"{ ["custom_context.sip_headers.X-Desk_Name"] = "bob_builder" }"#,
        #"{ caller_display_name = true }"#, #"{ to = pattern "^1800" }"#,
    ])
    func whatDoesNotFitDoesNotOwn(filter: String) throws {
        #expect(try owner(["a": filter]) == nil)
    }

    @Test func oneHookOfAFlowOwnsTheCall() throws {
        let generation = try generation([
            "a": #"nil, function() end) on("IncomingCall", { to = "+18005550199" }"#
        ])
        #expect(generation.owner(of: Self.offer(), matching: PatternMatcher())?.hook == 1)
        #expect(generation.owner(of: Self.offer(to: "+18005550198"), matching: PatternMatcher())?.hook == 0)
    }

    private func generation(_ flows: [String: String]) throws -> FlowGeneration {
        var files: [String: [UInt8]] = [:]
        for (name, filter) in flows {
            files[name + ".lua"] = Array("on(\"IncomingCall\", \(filter), function() end)".utf8)
        }
        let report = FlowLoader.load(FlowSources(files: files), environment: FlowEnvironment())
        return try #require(report.generation, "\(report.problems)")
    }

    private func owner(
        _ flows: [String: String], to: String = "+18005550199", from: String = "+14255550100"
    ) throws -> String? {
        try generation(flows).owner(of: Self.offer(to: to, from: from), matching: PatternMatcher())?.flow
    }

    static func offer(to: String = "+18005550199", from: String = "+14255550100") -> JSONValue {
        [
            "to": ["kind": "phoneNumber", "rawId": .string("4:" + to), "phoneNumber": ["value": .string(to)]],
            "from": ["kind": "phoneNumber", "rawId": .string("4:" + from), "phoneNumber": ["value": .string(from)]],
            "callerDisplayName": "Ada",
            "customContext": ["sipHeaders": ["X-Desk_Name": "BobBuilder"]],
        ]
    }
}
