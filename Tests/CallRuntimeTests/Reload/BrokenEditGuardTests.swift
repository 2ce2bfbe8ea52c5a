import Testing

@testable import CallRuntime

@Suite struct BrokenEditGuardTests {
    private static let good = tree(["sales.lua": "on()", "reception/main.lua": "on()", "lib/a.lua": "a"])
    private var guardian = BrokenEditGuard(lastGood: good)

    private static func tree(_ texts: [String: String]) -> FlowTree {
        FlowTree(files: texts.mapValues { Array($0.utf8) })
    }

    private func edited(_ changes: [String: String], without removed: String...) -> FlowTree {
        Self.tree(Self.good.texts.filter { !removed.contains($0.key) }.merging(changes) { $1 })
    }

    private mutating func observe(
        _ tree: FlowTree, at now: Double, without: Set<String> = []
    ) -> BrokenEditGuard.Verdict {
        guardian.observe(tree, at: now, flowsWithoutHooks: without)
    }

    @Test func theFirstTreeIsAccepted() {
        var fresh = BrokenEditGuard()
        let tree = Self.tree(["a.lua": ""])
        #expect(fresh.observe(tree, at: 0, flowsWithoutHooks: ["a"]) == .accept(tree))
        #expect(fresh.lastGood == tree)
    }

    @Test mutating func anOrdinaryEditIsAcceptedAtOnce() {
        let tree = edited(["sales.lua": "on() on()", "new.lua": ""], without: "lib/a.lua")
        #expect(observe(tree, at: 0, without: ["new"]) == .accept(tree))
    }

    @Test mutating func anEditThatDoesNotLoadStartsTheWaitAnew() {
        let tree = edited(["lib/a.lua": ""])
        let problem = BrokenEditGuard.Problem(file: "lib/a.lua", reason: .emptied)
        #expect(observe(tree, at: 100) == .hold(problems: [problem], until: 110))
        guardian.interrupted()
        #expect(observe(tree, at: 123) == .hold(problems: [problem], until: 133))
        #expect(observe(tree, at: 133) == .accept(tree))
    }

    @Test(arguments: ["", " \n\t\r\n"])
    mutating func anEmptiedFileIsHeldUntilItHasStayedSo(_ text: String) {
        let tree = edited(["lib/a.lua": text])
        let problem = BrokenEditGuard.Problem(file: "lib/a.lua", reason: .emptied)
        #expect(observe(tree, at: 100) == .hold(problems: [problem], until: 110))
        #expect(observe(tree, at: 109.9) == .hold(problems: [problem], until: 110))
        #expect(guardian.lastGood == Self.good)
        #expect(observe(tree, at: 110) == .accept(tree))
        #expect(observe(tree, at: 111) == .accept(tree))
    }

    @Test mutating func aVanishedFlowIsHeld() {
        let tree = edited([:], without: "sales.lua")
        let problem = BrokenEditGuard.Problem(file: "sales.lua", reason: .flowVanished(flow: "sales"))
        #expect(observe(tree, at: 0) == .hold(problems: [problem], until: 10))
    }

    @Test mutating func aFlowThatMovedToAFolderHasNotVanished() {
        let tree = edited(["sales/main.lua": "on()"], without: "sales.lua")
        #expect(observe(tree, at: 0) == .accept(tree))
    }

    @Test mutating func aFileCutBeforeItsFirstHookIsHeld() {
        let tree = edited(["reception/main.lua": "o"])
        let problem = BrokenEditGuard.Problem(
            file: "reception/main.lua", reason: .hooksVanished(flow: "reception"))
        #expect(observe(tree, at: 0, without: ["reception"]) == .hold(problems: [problem], until: 10))
    }

    @Test func aFlowThatNeverHadHooksIsNotHeld() {
        var other = BrokenEditGuard(lastGood: Self.good, flowsWithoutHooks: ["sales"])
        let tree = edited(["sales.lua": "-- later"])
        #expect(other.observe(tree, at: 0, flowsWithoutHooks: ["sales"]) == .accept(tree))
    }

    @Test mutating func anEmptiedFlowIsOneProblemNotTwo() {
        let tree = edited(["sales.lua": ""])
        let problem = BrokenEditGuard.Problem(file: "sales.lua", reason: .emptied)
        #expect(observe(tree, at: 0, without: ["sales"]) == .hold(problems: [problem], until: 10))
    }

    @Test mutating func aRepairedFileIsAcceptedAtOnceAndForgotten() {
        let broken = edited(["sales.lua": ""])
        let repaired = edited(["sales.lua": "on() on()"])
        _ = observe(broken, at: 0)
        #expect(observe(repaired, at: 3) == .accept(repaired))
        let problem = BrokenEditGuard.Problem(file: "sales.lua", reason: .emptied)
        #expect(observe(broken, at: 11) == .hold(problems: [problem], until: 21))
    }

    @Test mutating func eachProblemHasItsOwnTimeAndTheLastOneCounts() {
        let sales = BrokenEditGuard.Problem(file: "sales.lua", reason: .emptied)
        let lib = BrokenEditGuard.Problem(file: "lib/a.lua", reason: .emptied)
        let both = edited(["sales.lua": "", "lib/a.lua": ""])
        let first = edited(["sales.lua": "", "new.lua": "on()"])
        #expect(observe(edited(["sales.lua": ""]), at: 0) == .hold(problems: [sales], until: 10))
        #expect(observe(both, at: 4) == .hold(problems: [lib, sales], until: 14))
        #expect(observe(both, at: 11) == .hold(problems: [lib, sales], until: 14))
        #expect(observe(first, at: 12) == .accept(first))
    }
}
