import LuaEngine
import Testing

/// Every script of the hostile corpus ends as its header says, by the limits of the design, and no other world notices.
@Suite struct HostileTests {
    /// What a world may be charged above its limit by the step that ends it: one collection of a full world (8 MiB / 64),
    /// the largest block that the memory still had room for (another 8 MiB / 64), the 100 instructions of one count, and a
    /// step that is refused whole, which is charged as one more than the limit.
    static let overshoot = 2 * (8 << 20) / 64 + 100 + 1_000_001

    static let themes = [
        "arguments", "closing", "coroutines", "dates", "find", "forbidden", "gsub", "handlers", "loops", "memory",
        "metamethods", "metatables", "patterns", "recursion", "strings", "tables", "traversal", "utf8", "values",
        "waits", "worlds",
    ]

    @Test func theWalkFindsTheCorpus() {
        let scripts = HostileCorpus.scripts
        #expect(scripts.count >= 60)
        #expect(Set(scripts.map(\.theme)) == Set(Self.themes))
        // A file without a header that can be read would be skipped unseen.
        #expect(scripts.map(\.name) == HostileCorpus.names(endingWith: ".lua"))
    }

    @Test func headersAreRead() {
        func read(_ text: String) -> HostileScript? { HostileScript(theme: "x", name: "x/y.lua", text: text) }
        #expect(read("-- expect: stop\nlocal x")?.expectation == .stop(needsClock: false))
        #expect(read("-- expect: stop, clock\n")?.expectation == .stop(needsClock: true))
        #expect(read("-- words: of any kind\n-- expect: error 'for' step: x\n")?.expectation == .error("'for' step: x"))
        #expect(read("-- expect: harmless")?.expectation == .harmless)
        #expect(read("-- expect: harmless\n-- answer: raise\n")?.waitsRaise == true)
        #expect(read("-- expect: stopp") == nil)
        #expect(read("local x\n-- expect: stop") == nil)
        #expect(read("") == nil)
    }

    @Test(arguments: HostileCorpus.scripts)
    func aHostileScriptEndsAndHarmsNobody(script: HostileScript) throws {
        let limits = LuaLimits()
        let innocent = try Innocent()
        let bench = try Bench(limits)
        let step = try HostileCorpus.play(script, in: bench.world)

        #expect(!bench.lines.contains { $0 == "survived" || $0.hasPrefix("breach") }, "\(bench.lines.suffix(3))")
        switch (script.expectation, step) {
        case (.stop, .stopped), (.harmless, .stopped), (.harmless, .finished), (.harmless, .failed): break
        case (.error(let text), .failed(let error)):
            #expect(text.isEmpty || error.message.contains(text), "\(error.message.prefix(300))")
            #expect((error.line ?? 0) >= 1)
        default: Issue.record("ends otherwise: \(told(step).prefix(300))")
        }
        if case .stopped(let stop) = step {
            #expect(stop.source == script.name)
            #expect((stop.line ?? 0) >= 1)
            #expect(throws: LuaError.self, "a stopped world runs nothing") { try bench.thread("note('ran')") }
            let most = limits.instructions + Self.overshoot
            #expect(bench.world.instructionsUsed <= most)
        }
        #expect(bench.world.memoryBytes <= limits.memoryBytes + (1 << 20))
        bench.world.drop()
        #expect(bench.world.memoryBytes == 0)

        try innocent.expectUntouched()
    }

    /// A stop by the clock falls elsewhere in each run; what can be charged is.
    @Test(arguments: HostileCorpus.scripts.filter { $0.expectation == .stop(needsClock: false) })
    func aStopNeedsNoClock(script: HostileScript) throws {
        let bench = try Bench(LuaLimits(cpuSeconds: 120))
        guard case .stopped(let stop) = try HostileCorpus.play(script, in: bench.world) else {
            Issue.record("not stopped")
            return
        }
        #expect(stop.reason != .cpuTime)
    }
}

/// A world that waits while a hostile one runs on its thread, and then tells what it sees.
private struct Innocent {
    static let source = """
        local rep, counter = string.rep, 0
        local got = wait()
        counter = counter + 1
        local untouched = string.rep == rep and getmetatable('') == false and getmetatable(_G) == false
            and not pcall(function() return evil end) and rawget(_G, 'evil') == nil and string.evil == nil
            and next(_G) == nil and rawget(_G, 1) == nil and rawget(log, 1) == nil
            and box(1).data.evil == nil and box(1).colour == 'red'
        log.info('still here')
        local co = coroutine.wrap(function(a) return coroutine.yield(a .. '!') end)
        return untouched, got, counter, ('ab'):rep(2):upper(), ('x=1, y=2'):gsub('%a', '%0%0'), ('%d'):format(7),
            table.concat({1, 2}, '+'), math.floor(math.pi), utf8.char(228), require('answer'), co('go'),
            co('on'), tostring({}), pcall(error, 'e', 0)
        """
    static let result = "true text 1 ABAB xx=1, yy=2 7 1+2 3 ä 42 go! on table: 1 false e"

    let bench: Bench
    let thread: LuaThread

    init() throws {
        bench = try Bench()
        thread = try bench.thread(Self.source)
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
    }

    func expectUntouched() throws {
        #expect(told(bench.world.resume(thread, with: .text("text"))) == Self.result)
        #expect(bench.lines == ["log still here", "loading"])
        bench.world.release(thread)
        #expect(try bench.run("return string.rep('-', 3), wait()", .number(4)) == "--- 4")
    }
}
