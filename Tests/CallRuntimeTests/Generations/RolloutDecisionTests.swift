import CallJournal
import FlowEngine
import Testing

@testable import CallRuntime

/// Rollback, canary, promote, abandon, release: what new sessions get, and what a restart leaves of it.
struct RolloutDecisionTests {
    private let number = "+18005550199"

    @Test func aRollbackHoldsOverEditsAndRestarts() async throws {
        let driver = KeeperDriver()
        let (one, two) = (try await driver.edit("one"), try await driver.edit("two"))
        _ = try await driver.keeper.rollback(to: String(one.prefix(12)), at: 3)
        #expect(driver.choice() == one)
        guard case .kept(let kept) = await driver.keeper.load(KeeperDriver.flow("three"), at: 4) else {
            Issue.record("it was used")
            return
        }
        #expect(driver.choice() == one)
        #expect(driver.keeper.status.newest == kept.id)
        #expect(try await driver.archive.generation(kept.id) != nil)

        let next = driver.restarted()
        try await next.keeper.restore()
        #expect(next.choice() == one, "before the folder is looked at")
        try await next.edit("three")
        #expect(next.choice() == one)
        #expect(next.keeper.status.rollout.pinned?.generation == one)
        _ = try await next.keeper.release(at: 5)
        #expect(next.choice() == kept.id)
        let four = try await next.edit("four")
        #expect(next.choice() == four)
        #expect(two != four)

        let last = driver.restarted()
        try await last.keeper.restore()
        #expect(last.choice() == nil, "nothing is pinned any more")
    }

    @Test func aBrokenEditBesideAPinIsToldAndCannotBeReleased() async throws {
        let driver = KeeperDriver()
        let one = try await driver.edit("one")
        _ = try await driver.keeper.rollback(to: "current", at: 2)
        let next = driver.restarted()
        try await next.keeper.restore()
        _ = await next.keeper.load(KeeperDriver.sources("on("), at: 3)
        #expect(next.choice() == one)
        #expect(next.keeper.status.problems.count == 1)
        let told = await next.fault { () async throws(GenerationFault) in _ = try await next.keeper.release(at: 4) }
        #expect(told.contains("do not load, so what is pinned stays"))
    }

    @Test func aCanaryTakesItsShareAndItsNumbers() async throws {
        let driver = KeeperDriver()
        let one = try await driver.edit("one")
        _ = try await driver.keeper.rollback(to: "current", at: 2)
        let two = try await driver.edit("two")
        _ = try await driver.keeper.canary("newest", share: 25, numbers: [number], at: 3)
        #expect(driver.choice(called: number) == two)
        let choices = (0..<400).map { driver.choice("grid:\($0)") }
        #expect(Set(choices) == [one, two])
        let next = driver.restarted()
        try await next.keeper.restore()
        #expect((0..<400).map { next.choice("grid:\($0)") } == choices, "a restart changes no choice")
        #expect(next.choice(called: number) == two)
    }

    @Test func neitherSideChangesWhileACanaryRuns() async throws {
        let driver = KeeperDriver()
        let (one, two) = (try await driver.edit("one"), try await driver.edit("two"))
        _ = try await driver.keeper.canary(one, share: 0, numbers: [number], at: 3)
        try await driver.edit("three")
        #expect(driver.choice() == two)
        #expect(driver.choice(called: number) == one)
        let told = await driver.fault { () async throws(GenerationFault) in _ = try await driver.keeper.release(at: 4) }
        #expect(told == "a canary runs; promote or abandon it first")
    }

    @Test func promotingTheNewestEditEndsThePin() async throws {
        let driver = KeeperDriver()
        try await driver.edit("one")
        _ = try await driver.keeper.rollback(to: "current", at: 2)
        let two = try await driver.edit("two")
        _ = try await driver.keeper.canary("newest", share: 5, numbers: [], at: 3)
        _ = try await driver.keeper.promote(at: 4)
        #expect(driver.choice() == two)
        #expect(driver.keeper.status.rollout == Rollout())
        let three = try await driver.edit("three")
        #expect(driver.choice() == three)
    }

    @Test func promotingAnOlderOnePinsIt() async throws {
        let driver = KeeperDriver()
        let one = try await driver.edit("one")
        try await driver.edit("two")
        _ = try await driver.keeper.canary(one, share: 5, numbers: [], at: 3)
        _ = try await driver.keeper.promote(at: 4)
        #expect(driver.choice() == one)
        #expect(driver.keeper.status.rollout == Rollout(pinned: Rollout.Pin(generation: one, isForCanary: false)))
    }

    @Test func abandoningLeavesWhatMostHad() async throws {
        let driver = KeeperDriver()
        let (one, two) = (try await driver.edit("one"), try await driver.edit("two"))
        _ = try await driver.keeper.canary(one, share: 5, numbers: [], at: 3)
        _ = try await driver.keeper.abandon(at: 4)
        #expect(driver.choice() == two)
        #expect(driver.keeper.status.rollout == Rollout(), "it was only held for the canary, and is the newest edit")

        // An edit came meanwhile: nobody has tried it, so it waits.
        _ = try await driver.keeper.canary(one, share: 5, numbers: [], at: 5)
        let three = try await driver.edit("three")
        _ = try await driver.keeper.abandon(at: 6)
        #expect(driver.choice() == two)
        #expect(driver.keeper.status.rollout.pinned?.generation == two)
        _ = try await driver.keeper.release(at: 7)
        #expect(driver.choice() == three)

        // What was pinned on purpose stays pinned.
        _ = try await driver.keeper.rollback(to: "current", at: 8)
        _ = try await driver.keeper.canary(one, share: 5, numbers: [], at: 9)
        _ = try await driver.keeper.abandon(at: 10)
        #expect(driver.keeper.status.rollout.pinned == Rollout.Pin(generation: three, isForCanary: false))
    }

    @Test func aRollbackEndsACanary() async throws {
        let driver = KeeperDriver()
        let (one, two) = (try await driver.edit("one"), try await driver.edit("two"))
        _ = try await driver.keeper.canary(one, share: 100, numbers: [], at: 3)
        #expect(driver.choice() == one)
        _ = try await driver.keeper.rollback(to: two, at: 4)
        #expect(driver.choice() == two)
        #expect(driver.keeper.status.rollout.canary == nil)
    }

    @Test func aDecisionThatTheStoreDoesNotKeepIsNone() async throws {
        let driver = KeeperDriver()
        let (one, two) = (try await driver.edit("one"), try await driver.edit("two"))
        // Built while the store still answers.
        let held = try await driver.keeper.generation(id: one, environmentHash: FlowEnvironment().hash)
        _ = try await driver.keeper.rollback(to: two, at: 2)
        driver.archive.refuse(JournalFault(isPassing: true, "the disk is full"))
        let told = await driver.fault { () async throws(GenerationFault) in _ = try await driver.keeper.release(at: 3) }
        #expect(told == "the store refused: the disk is full")
        #expect(driver.keeper.status.rollout.pinned?.generation == two)
        #expect(held.id == one)
    }

    @Test func whatMakesNoSenseIsToldWhy() async throws {
        let driver = KeeperDriver()
        let keeper = driver.keeper
        func told(_ body: @Sendable () async throws(GenerationFault) -> FlowGeneration) async -> String {
            await driver.fault { () async throws(GenerationFault) in _ = try await body() }
        }
        #expect(
            await told { () async throws(GenerationFault) in try await keeper.rollback(to: "current", at: 1) }
                == "no flows are loaded yet")
        let one = try await driver.edit("one")
        var marks: [String] = []
        for mark in 0..<17 { marks.append(try await driver.edit("\(mark)")) }
        #expect(
            await told { () async throws(GenerationFault) in try await keeper.rollback(to: "zz", at: 1) }
                == "there is no generation 'zz' in the store")
        // Of 18 ids two begin alike.
        let first = try #require(Dictionary(grouping: marks + [one], by: \.first).first { $0.value.count > 1 }?.key)
        let many = await told { () async throws(GenerationFault) in try await keeper.rollback(to: "\(first)", at: 1) }
        #expect(many.hasPrefix("'\(first)' begins "), "\(many)")
        #expect(
            await told { () async throws(GenerationFault) in try await keeper.promote(at: 1) }
                == "there is no canary to promote")
        #expect(
            await told { () async throws(GenerationFault) in try await keeper.abandon(at: 1) }
                == "there is no canary to abandon")
        #expect(
            await told { () async throws(GenerationFault) in try await keeper.release(at: 1) }
                == "nothing is pinned; edits go live")
        func canary(_ share: Double, _ numbers: [String] = [], _ name: String = "newest") async -> String {
            await told { () async throws(GenerationFault) in
                try await keeper.canary(name, share: share, numbers: numbers, at: 1)
            }
        }
        #expect(await canary(5).hasSuffix("already"))
        #expect(await canary(101, [], one) == "a canary's share is from 0 to 100 per cent")
        #expect(await canary(.nan, [], one) == "a canary's share is from 0 to 100 per cent")
        #expect(await canary(0, [], one).hasPrefix("say which calls"))
        #expect(await canary(0, ["18005550199"], one).contains("the leading + is missing"))
        #expect(keeper.status.rollout == Rollout())
    }

    @Test func aPinThatCannotBeKeptUpIsToldAndNewCallsAreAnswered() async throws {
        let driver = KeeperDriver()
        let one = try await driver.edit("one")
        let two = try await driver.edit("two")
        _ = try await driver.keeper.rollback(to: one, at: 3)
        var stored = try #require(try await driver.archive.generation(one))
        stored.level = 99
        driver.archive.replace(stored)
        let next = driver.restarted()
        try await next.keeper.restore()
        try await next.edit("two")
        #expect(next.choice() == two)
        let told = next.keeper.status.problems.map(\.reason)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("new calls get the newest edit, not the pinned flows: ") == true)
        #expect(told.first?.contains("level 99") == true)
        #expect(next.keeper.keptIDs.contains(one), "an older hookswitch may be put back")
        _ = try await next.keeper.rollback(to: "current", at: 4)
        #expect(next.keeper.status.problems.isEmpty)
    }

    @Test func aStoreThatCannotTellStopsTheStart() async throws {
        let driver = KeeperDriver()
        driver.archive.refuse(JournalFault(isPassing: true, "busy"))
        let told = await driver.fault { () async throws(GenerationFault) in try await driver.keeper.restore() }
        #expect(told == "the store refused: busy")
    }
}
