import FlowEngine
import Testing

@testable import FlowCheck

struct FlowCheckTests {
    private static let good = "flow { locale = \"en-US\" }\non(\"IncomingCall\", function(call) call:answer() end)\n"

    private struct Fixed: FindingFinder {
        let found: [Finding]

        func findings(in folder: FolderOfFlows) async -> [Finding] { found }
    }

    private func check(_ files: [String: String], _ found: [Finding] = []) async -> [Finding] {
        let sources = FlowSources(files: files.mapValues { Array($0.utf8) })
        let check = FlowCheck(finders: FlowCheck.finders + [Fixed(found: found)])
        return await check.findings(in: FolderOfFlows(sources, environment: Checking.environment))
    }

    @Test func othersCanFindThingsToo() async {
        let more = Finding(
            rule: "prompt", severity: .error, file: "a.lua", line: 2, column: 4, message: "it is silent",
            hint: "speak up")
        #expect(await check(["a.lua": Self.good], [more, more]) == [more])
        let ignoring = Self.good.replacing("call:answer() end)", with: "call:answer() end) -- check: ignore prompt")
        #expect(await check(["a.lua": ignoring], [more]) == [])
    }

    @Test func findingsReadAsOneLine() {
        var finding = Finding(
            rule: "a_rule", severity: .warning, file: "a.lua", line: 2, column: 4, message: "it is wrong")
        #expect("\(finding)" == "a.lua:2:4: warning: it is wrong [a_rule]")
        finding.hint = "write it right"
        #expect("\(finding)" == "a.lua:2:4: warning: it is wrong; write it right [a_rule]")
        #expect("\(Finding(rule: "load", severity: .error, file: nil, message: "nothing"))" == "error: nothing [load]")
    }

    @Test func findingsComeInTheOrderOfTheirPlaces() async {
        let flow =
            "flow { locale = \"en-US\" }\non(\"IncomingCall\", function(call) call:answer { a = 1, b = 2 } log.warn() end)"
        let found = await check(["b.lua": flow, "a.lua": flow.replacing("IncomingCall", with: "Launch")])
        let places = found.map { "\($0.file ?? ""):\($0.line ?? 0):\($0.column ?? 0)" }
        #expect(places == places.sorted())
        #expect(Set(found.compactMap(\.file)) == ["a.lua", "b.lua"])
    }

    @Test func whatARuleTellsLoadingNeedNotTell() async {
        let found = await check(["a.lua": "\non('IncomingCal', function(call) end)", "b.lua": "flow {"])
        #expect(found.map(\.rule) == ["unknown_event", "syntax"])
    }

    @Test func whatKeepsAFlowFromLoadingIsAlwaysTold() async {
        let found = await check(["a.lua": "on('IncomingCal', function(call) end) -- check: ignore unknown_event"])
        #expect(found.map(\.rule) == ["load"])
        #expect(found.first?.column == 1)
    }

    @Test func modulesOfTheFlowAreLookedIntoAndAt() async {
        let found = await check([
            "desk/main.lua":
                "local people = require \"lib.people\"\nlocal words = require \"shared.words\"\n" + Self.good
                + "on(\"Launch\", function() people.cal() log.info(words.hello .. words.helo) end)",
            "desk/people.lua":
                "local people = {}\nfunction people.call(call) call:plai { text = \"a\" } call:play { txt = 1 } end\nreturn people",
            "shared/words.lua": "return { hello = \"Hello.\" }",
        ])
        #expect(
            found.map { "\($0.file ?? ""):\($0.line ?? 0) \($0.rule)" } == [
                "desk/main.lua:5 unknown_function", "desk/main.lua:5 unknown_function",
                "desk/people.lua:2 unknown_function",
                "desk/people.lua:2 unknown_option",
            ])
    }

    @Test func aSharedModuleIsJudgedByTheFlowsThatRequireIt() async {
        let shared = "local M = {}\nfunction M.greet(call) call:play { text = \"Hello.\" } end\nreturn M"
        let using =
            "local greeting = require \"shared.greeting\"\non(\"IncomingCall\", function(call) call:answer() greeting.greet(call) end)"
        let bad = await check(["a.lua": using, "shared/greeting.lua": shared])
        #expect(bad.map { "\($0.file ?? ""):\($0.rule)" } == ["shared/greeting.lua:no_voice"])
        #expect(await check(["a.lua": "flow { locale = \"en-US\" }\n" + using, "shared/greeting.lua": shared]) == [])
    }

    @Test func aMissingAIResourceIsToldOnce() async {
        var environment = Checking.environment
        environment.aiResource = nil
        let flow =
            "flow { locale = \"en-US\" }\non(\"Launch\", function(event) local call = create_call { target = event.params.to } if call then call:play { text = \"a\" } end end)"
        let found = await Checking.findings(["a.lua": flow, "b.lua": flow, "c.lua": Self.good], environment)
        #expect(found.count == 1)
        #expect(found.first?.message == "2 flows (a, b) speak text or take speech, and no AI resource is set")
    }

    @Test func launchesFindTheirFlows() async {
        let launching = Self.good.replacing("call:answer()", with: "call:answer() launch(\"b\")")
        let launched = "on(\"Launch\", function(event) log.info(event.params.x) end)"
        #expect(await check(["a.lua": launching, "b.lua": launched]) == [])
        let found = await check(["a.lua": launching, "c.lua": launched])
        #expect(found.map(\.rule) == ["missing_hook"])
    }

    @Test func theCallerIDOfTheNodeCounts() async {
        let flow =
            "on(\"Launch\", function() local call = create_call { target = \"+14255550123\" } log.info(tostring(call)) end)"
        #expect(await Checking.findings(flow).map(\.rule) == ["caller_id"])
        var environment = Checking.environment
        environment.callerID = "+18005550199"
        #expect(await Checking.findings(flow, environment) == [])
    }
}
