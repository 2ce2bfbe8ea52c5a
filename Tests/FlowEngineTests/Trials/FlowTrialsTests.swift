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
            // What goes wrong inside is not theirs.
            #"require("std.menu").ask(nil, { text = "Press 1.", choices = { ["1"] = "a" } })"#,
            modules: ["std.menu", "std.options"])
        #expect(found.keys.sorted() == [1])
        #expect(found[1]?.hasPrefix("menu.ask: a choice is one key in quotes") == true)
    }

    @Test func whatWorksForeverEndsAndWhatIsNoLuaIsNotTried() {
        let found = Self.refusals(
            #"call:play { text = "" }"#, #"require("shared.busy").work()"#, #"call:play { text = "" }"#,
            modules: ["shared.busy", "shared.broken"])
        #expect(found.keys.sorted() == [0])
        #expect(Self.refusals("call:play {") == [:])
        #expect(Self.refusals() == [:])
    }
}
