import FlowStdlib
import Testing

@testable import FlowEngine

struct FlowTrialsTests {
    private static func trials() -> FlowTrials {
        FlowTrials(
            modules: [
                "std.menu": FlowSources.ownStdlib["menu"] ?? [], "std.options": FlowSources.ownStdlib["options"] ?? [],
                "shared.busy": Array("return { work = function() while true do end end }".utf8),
                "shared.broken": Array("return {".utf8),
            ], environment: FlowEnvironment())
    }

    private static func refusals(_ calls: String..., modules: Set<String> = []) -> [Int: String] {
        trials().refusals(of: calls, modules: modules)
    }

    @Test func whatIsRefusedIsTold() {
        let found = Self.refusals(
            #"call:play { text = "Hello." }"#, #"call:play { text = "" }"#, "call:hang_up()",
            #"call:send_dtmf { tones = "x" }"#, #"create_call { target = "+14255550124" }"#,
            #"http.get("https://example.com/", { headers = { Authorization = http.secret "CRM" } })"#)
        #expect(
            found == [
                1: "call:play: 'text' is empty",
                3: "call:send_dtmf: 'tones': no phone has the key 'x'; keys are 0-9, A-D, # and *",
            ])
    }

    @Test func modulesAreHeardAtTheLineOfTheCall() {
        let found = Self.refusals(
            #"require("std.menu").ask(call, { text = "Press 1.", choices = { ["1"] = "a" } })"#,
            #"require("std.menu").ask(call, { text = "Press 1.", choices = { ["12"] = "a" } })"#,
            // What goes wrong inside has no name of a function before it.
            #"require("std.menu").ask(nil, { text = "Press 1.", choices = { ["1"] = "a" } })"#,
            modules: ["std.menu", "std.options"])
        #expect(found.keys.sorted() == [1, 2])
        #expect(found[2]?.contains("attempt to index a nil value") == true)
        #expect(found[1]?.hasPrefix("menu.ask: a choice is one key in quotes") == true)
    }

    /// They share nothing: neither a call, nor a limit.
    @Test func callsDoNotSeeEachOther() {
        let races = (0..<60).map { _ in "race { function() sleep(1) end, function() sleep(1) end }" }
        let others = [
            #"call:use { locale = "de-DE" }"#, "spawn(function() end)", "call:hang_up()",
            #"call:play { text = "x", custom_voice = "11111111-1111-1111-1111-111111111111" }"#, "on(",
            #"sleep(\#(Array(repeating: "1", count: 300).joined(separator: " + ")))"#,
        ]
        #expect(Self.trials().refusals(of: races + others, modules: []) == [:])
        let many = Array(repeating: #"call:play { text = "" }"#, count: 450)
        #expect(Self.trials().refusals(of: many, modules: []).count == 450)
    }

    @Test func theNumbersOfTheNodeAreNoConcernOfATrial() {
        let trials = FlowTrials(
            modules: [:], environment: FlowEnvironment(callerID: nil, ownedNumbers: ["+18005550142"]))
        let calls = [
            #"create_call { target = "+14255550124" }"#,
            #"call:add_participant { target = "+14255550124", caller_id = "+18005550142" }"#,
        ]
        #expect(trials.refusals(of: calls, modules: []) == [:])
    }

    @Test func whatWorksForeverEndsAndWhatIsNoLuaIsNotTried() {
        let found = Self.refusals(
            #"call:play { text = "" }"#, #"require("shared.busy").work()"#, #"call:play { text = "" }"#,
            modules: ["shared.busy", "shared.broken"])
        #expect(found.keys.sorted() == [0, 2])
        #expect(Self.refusals("call:play {") == [:])
        #expect(Self.refusals() == [:])
    }
}
