import CallModel
import Testing

@testable import FlowEngine

struct FlowLoaderTests {
    @Test func aGoodFlowHasItsHooksAndSettings() throws {
        let report = load([
            "reception/main.lua": """
            flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199", idle = 5, linger = 7,
              on_failure = { text = "Sorry." } }
            on("IncomingCall", { to = "+18005550199" }, function(call) end)
            on("*", function(call, event) end)
            """
        ])
        let flow = try #require(report.generation?.flows["reception"], "\(report.problems)")
        #expect(flow.hooks.map(\.event) == ["IncomingCall", "*"])
        #expect(flow.hooks.map(\.line) == [3, 4])
        #expect(flow.hooks[0].file == "reception/main.lua")
        #expect(flow.settings.callerID == "+18005550199")
        #expect(flow.settings.idle == 5)
        #expect(flow.settings.linger == 7)
        #expect(flow.settings.failurePrompt == .text("Sorry.", voice: flow.settings.voice))
    }

    @Test func bothSpellingsOfAFlowAreFound() {
        let report = load(["one.lua": Self.hook("+18005550101"), "two/main.lua": Self.hook("+18005550102")])
        #expect(report.generation?.flows.keys.sorted() == ["one", "two"])
        let both = load(["one.lua": Self.hook("+18005550101"), "one/main.lua": Self.hook("+18005550102")])
        #expect(both.generation == nil)
        #expect(both.problems.map(\.description) == ["one/main.lua: there is also one.lua; keep one of the two"])
    }

    @Test func aSyntaxErrorNamesFileAndLine() {
        let report = load(["a/main.lua": "local x = 1\nlocal = 2", "b/main.lua": Self.hook("+18005550101")])
        #expect(report.generation == nil)
        #expect(report.flowNames == ["a", "b"])
        #expect(report.problems.first?.file == "a/main.lua")
        #expect(report.problems.first?.line == 2)
        #expect(report.problems.first?.flow == "a")
    }

    @Test func anErrorAtTheTopLevelNamesFileAndLine() {
        #expect(problem("local x\n\nx.y = 1") == "a/main.lua:3: attempt to index a nil value (local 'x')")
    }

    @Test func aFlowWithoutHooksIsAProblem() {
        let report = load(["a/main.lua": "local x = 1"])
        #expect(report.flowsWithoutHooks == ["a"])
        #expect(report.problems.count == 1)
        #expect(report.generation == nil)
    }

    @Test func anUnknownEventSuggestsTheNearest() {
        #expect(
            problem(#"on("IncommingCall", function() end)"#)
                == "a/main.lua:1: on: there is no event 'IncommingCall'; did you mean 'IncomingCall'?")
    }

    @Test(arguments: [
        (#"on("IncomingCall", { "+18005550199" }, function() end)"#, "a filter names fields"),
        (#"on("IncomingCall", { to = "8005550199" }, function() end)"#, "'to'"),
        (#"on("IncomingCall", { to = { "1800" } }, function() end)"#, "'to'"),
        (
            #"on("IncomingCall", { too = "+18005550199" }, function() end)"#,
            "on: IncomingCall has no field 'too'; did you mean 'to'?"
        ),
        (#"on("IncomingCall", { ["to.phone_number.valu"] = "x" }, function() end)"#, "did you mean 'value'?"),
        (
            #"on("Restart", { handlr = "night" }, function() end)"#,
            "on: Restart has no field 'handlr'; did you mean 'handler'?"
        ),
        (#"on("IncomingCall", { ["to.raw"] = "x" }, function() end)"#, "to has no field 'raw'; its fields are "),
        (#"on("IncomingCall", { callerDisplayName = "x" }, function() end)"#, "did you mean 'caller_display_name'?"),
        (#"on("IncomingCall", { [""] = "x" }, function() end)"#, "IncomingCall has no field ''"),
        (
            #"on("CallConnected", { foo = 1 }, function() end)"#,
            "CallConnected has no field 'foo'; its fields are call_connection_id, correlation_id, "
        ),
        (
            #"on("CallConnected", { ["correlation_id.x"] = 1 }, function() end)"#,
            "'correlation_id.x' can never fit: 'correlation_id' has no fields"
        ),
        (#"on("ParticipantsUpdated", { participants = "+18005550199" }, function() end)"#, "it is a list"),
        (
            #"on("CallConnected", { result_information = 200 }, function() end)"#,
            #"it is a record; name a field of it, like ["result_information.code"]"#
        ),
        (#"on("AddParticipantFailed", { participant = "1425" }, function() end)"#, "'participant'"),
        (#"on("IncomingCall", { to = { a = 1 } }, function() end)"#, "must be a value, a list or pattern"),
        (
            #"on("IncomingCall", { caller_display_name = function() end }, function() end)"#,
            "must be a value, a list or pattern"
        ),
        (#"on("IncomingCall", { to = "+18005550199" })"#, "the handler is missing"),
        (#"on("IncomingCall")"#, "the handler is missing"),
        (#"on("IncomingCall", 7, function() end)"#, "must be a function or a table"),
        (#"on("IncomingCall", { to = pattern "%" }, function() end)"#, "pattern"),
        (#"on("IncomingCall", { to = {} }, function() end)"#, "list is empty"),
        (#"on(nil, function() end)"#, "'event' is missing"),
    ])
    func filterMistakesAreTold(source: String, part: String) {
        let found = problem(source)
        #expect(found.contains(part), "\(found)")
    }

    @Test(arguments: [
        (#"{ to = "+18005550199" }"#, #"{ to = "+18005550199" }"#),
        (#"{ to = "+18005550199" }"#, #"{ to = "4:+18005550199" }"#),
        (#"{ to = "+18005550199" }"#, #"{ to = { raw_id = "4:+18005550199" } }"#),
        (#"{ to = { "+18005550101", "+18005550102" } }"#, #"{ to = { "+18005550102", "+18005550103" } }"#),
        (#"{ to = pattern "^%+1800" }"#, #"{ to = pattern "^%+1800" }"#),
        ("nil", "nil"),
        (#"{ from = "+18005550199" }"#, #"{ from = { "+18005550199", "+18005550198" } }"#),
    ])
    func hooksThatWantTheSameCallsAreATie(left: String, right: String) {
        let report = load([
            "a.lua": "on(\"IncomingCall\", \(left), function() end)",
            "b.lua": "\non(\"IncomingCall\", \(right), function() end)",
        ])
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.description.hasPrefix("b.lua:2: wants the same calls as a.lua:1") == true)
    }

    @Test(arguments: [
        (#"{ to = "+18005550199" }"#, #"{ to = "+18005550198" }"#),
        (#"{ to = "+18005550199" }"#, #"{ to = { "+18005550199" } }"#),
        (#"{ to = "+18005550199" }"#, #"{ to = "+18005550199", from = "+18005550101" }"#),
        (#"{ to = { "+18005550101" } }"#, #"{ to = { "+18005550102" } }"#),
        (#"{ to = pattern "^%+1800" }"#, "nil"),
    ])
    func hooksThatDifferAreNoTie(left: String, right: String) {
        let report = load([
            "a.lua": "on(\"IncomingCall\", \(left), function() end)",
            "b.lua": "on(\"IncomingCall\", \(right), function() end)",
        ])
        #expect(report.problems.isEmpty)
    }

    @Test(arguments: ["sleep(1)", "spawn(function() end)", "wait_for(\"CallConnected\")", "now()"])
    func theLoadPhaseRefusesWhatBelongsToHandlers(source: String) {
        let found = problem(source)
        #expect(found.contains("(the call phase), not at a file's top level (the load phase)"), "\(found)")
    }

    @Test func flowIsSaidOnce() {
        #expect(problem("flow { locale = \"en-US\" }\nflow { locale = \"de-DE\" }").contains("a/main.lua:2: flow: "))
    }

    @Test func configIsReadWhenLoading() {
        let source = "local desk = config.DESK\n" + Self.hook("+18005550199")
        #expect(problem(source).contains("a/main.lua:1: config.DESK is not set; give it with --config DESK=…"))
        let environment = FlowEnvironment(config: ["DESKS": "x"])
        #expect(problem(source, environment: environment).contains("did you mean 'DESKS'?"))
        #expect(load(["a.lua": source], FlowEnvironment(config: ["DESK": "x"])).problems.isEmpty)
    }

    @Test func modulesComeFromThreePlaces() {
        let report = load([
            "a/main.lua": """
            local menu, names, more, hours = require "std.menu", require "lib.names", require "lib.more", require "shared.hours"
            assert(menu.ask and names == 1 and more == 2 and hours.open == 3)
            \(Self.hook("+18005550199"))
            """,
            "a/lib/names.lua": "return 1", "a/more.lua": "return 2", "shared/hours.lua": "return { open = 3 }",
        ])
        #expect(report.problems.isEmpty, "\(report.problems)")
    }

    @Test func anUnknownModuleSuggests() {
        #expect(
            problem(#"require "std.menus""#).hasPrefix(
                "a/main.lua:1: require: there is no module 'std.menus'; did you mean 'std.menu'?"))
    }

    @Test func aBrokenModuleIsToldOnceWithItsOwnPlace() {
        let report = load([
            "a.lua": Self.hook("+18005550101"), "b.lua": Self.hook("+18005550102"), "shared/x.lua": "\nlocal =",
        ])
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.file == "shared/x.lua")
        #expect(report.problems.first?.line == 2)
    }

    @Test func aModuleWithTwoFilesIsTold() {
        let found = load([
            "a/main.lua": Self.hook("+18005550199"), "a/lib/x.lua": "return 1", "a/x.lua": "return 2",
        ])
        #expect(
            found.problems.map(\.description) == ["a/x.lua: there is also a/lib/x.lua for lib.x; keep one of the two"])
    }

    @Test func aFailureTextNeedsAVoice() {
        #expect(
            problem("flow { on_failure = { text = 'Sorry.' } }").contains("a/main.lua:1: flow: a text needs a voice"))
    }

    @Test(arguments: ["math.random(6)", "os.time()", "os.date()"])
    func theLoadPhaseSeesNoClockAndNoRandom(code: String) {
        let found = problem("local x = \(code)\n" + Self.hook("+18005550199"))
        #expect(found.contains("a/main.lua:1: "), "\(found)")
        #expect(found.contains("belongs into a handler (the call phase)"), "\(found)")
    }

    @Test func clockAndRandomMayBeNamedAndUsedLater() throws {
        let driver = try InstanceDriver(
            """
            local random, time = math.random, os.time
            local fixed = os.time { year = 2020, month = 1, day = 2 } .. os.date("!%Y", 0)
            on("Launch", function() log.info(fixed .. " " .. time() .. " " .. random(3, 3)) end)
            """)
        try driver.fire("Launch", call: nil)
        #expect(driver.said == ["15779664001970 100 3"], "\(driver.failures)")
    }

    @Test func modulesThatRequireEachOtherAreTold() {
        let found = load([
            "a/main.lua": "require \"lib.x\"", "a/x.lua": "return require \"lib.y\"",
            "a/y.lua": "return require \"lib.x\"",
        ])
        #expect(found.problems.first?.reason.contains("requires itself") == true)
    }

    @Test(arguments: ["x = 1", "local y = x"])
    func globalsAreStrict(source: String) {
        let found = problem("\n" + source)
        #expect(found.hasPrefix("a/main.lua:2:"), "\(found)")
        #expect(found.contains("'x'"), "\(found)")
    }

    @Test func anEndlessLoopAtTheTopLevelIsStopped() {
        #expect(
            problem("local x = 1\nwhile true do x = x + 1 end").hasPrefix(
                "a/main.lua:2: top level: the script ran for too long"))
    }

    @Test func aMemoryBombAtTheTopLevelIsStopped() {
        let found = problem("local t = {}\nfor i = 1, 1e9 do t[i] = { i } end")
        #expect(found.hasPrefix("a/main.lua:2: top level: "), "\(found)")
    }

    @Test func theIdChangesWithSourcesOnly() throws {
        let source = Self.hook("+18005550199")
        func id(_ files: [String: String]) throws -> String { try #require(load(files).generation?.id) }
        let first = try id(["a.lua": source])
        #expect(try id(["a.lua": source]) == first)
        #expect(try id(["a.lua": source, "a_spec.lua": "x", "README.md": "y"]) == first, "specs are no part of it")
        #expect(try id(["a.lua": source + " "]) != first)
        #expect(try id(["b.lua": source]) != first)
        #expect(try id(["a.lua": source, "shared/x.lua": "return 1"]) != first)
    }

    @Test func pathsAndSourcesCannotBeMistakenForOneAnother() {
        let one = FlowSources(files: ["a.lua": Array("x\nb.lua\n1\ny".utf8)])
        let two = FlowSources(files: ["a.lua": Array("x".utf8), "b.lua": Array("y".utf8)])
        #expect(one.digest != two.digest)
        let left = FlowEnvironment(config: ["A": "1\nB=2"])
        let right = FlowEnvironment(config: ["A": "1", "B": "2"])
        #expect(left.hash != right.hash)
    }

    // MARK: -

    static func hook(_ to: String) -> String { "on(\"IncomingCall\", { to = \"\(to)\" }, function(call) end)" }

    private func load(_ files: [String: String], _ environment: FlowEnvironment = FlowEnvironment())
        -> FlowLoader.Report
    {
        FlowLoader.load(FlowSources(files: files.mapValues { Array($0.utf8) }), environment: environment)
    }

    private func problem(_ source: String, environment: FlowEnvironment = FlowEnvironment()) -> String {
        load(["a/main.lua": source], environment).problems.first?.description ?? "no problem"
    }
}
