import CallJournal
import FlowEngine
import Testing

@testable import CallRuntime

/// Edits go into the store before anybody runs them, and can be built again from there.
struct GenerationKeeperTests {
    private let down = JournalFault(isPassing: true, "the disk is full")

    @Test func anEditIsInTheStoreBeforeNewSessionsGetIt() async throws {
        let driver = KeeperDriver()
        let id = try await driver.edit("one", at: 7)
        #expect(driver.archive.asked == ["keep environment", "keep"])
        let stored = try #require(try await driver.archive.generation(id))
        #expect(stored.files == KeeperDriver.flow("one").files)
        #expect(stored.stdlib == FlowSources.ownStdlib)
        #expect(stored.level == flowLevel)
        #expect(stored.created == 7)
        #expect(try await driver.archive.environment(stored.environment) == FlowEnvironment().encoded)
        #expect(driver.choice() == id)
    }

    @Test func anEditThatTheStoreDoesNotKeepIsNotUsed() async throws {
        let driver = KeeperDriver()
        let good = try await driver.edit("one")
        driver.archive.refuse(down)
        guard case .unsaved(let fault) = await driver.keeper.load(KeeperDriver.flow("two"), at: 2) else {
            Issue.record("it was used")
            return
        }
        #expect(fault == down)
        #expect(driver.choice() == good)
        let told = driver.keeper.status.problems.map(\.reason)
        #expect(told == ["the store cannot keep the new flows: the disk is full"])
        driver.archive.refuse(nil)
        let two = try await driver.edit("two")
        #expect(driver.choice() == two)
        #expect(driver.keeper.status.problems.isEmpty)
    }

    @Test func aBrokenEditIsNotKept() async throws {
        let driver = KeeperDriver()
        let good = try await driver.edit("one")
        let before = driver.archive.asked
        guard case .refused(let problems) = await driver.keeper.load(KeeperDriver.sources("on("), at: 2) else {
            Issue.record("it was not refused")
            return
        }
        #expect(problems.first?.line == 1)
        #expect(driver.archive.asked == before)
        #expect(driver.choice() == good)
    }

    @Test func theSameSourcesAreNoEdit() async throws {
        let driver = KeeperDriver()
        try await driver.edit("one")
        _ = await driver.keeper.load(KeeperDriver.sources("on("), at: 2)
        guard case .unchanged = await driver.keeper.load(KeeperDriver.flow("one"), at: 3) else {
            Issue.record("it was one")
            return
        }
        #expect(driver.keeper.status.problems.isEmpty)
    }

    // MARK: - From the store

    @Test func anotherProcessBuildsItWithItsOwnStdlib() async throws {
        let driver = KeeperDriver()
        let stdlib = ["menu": Array("return { name = 'the old menu' }".utf8)]
        let old = KeeperDriver.sources(
            "local m = require 'std.menu' if m.name ~= 'the old menu' then error('newer') end "
                + "on('Launch', function() end)", stdlib: stdlib)
        guard case .swapped(let first) = await driver.keeper.load(old, at: 1) else {
            Issue.record("it was not used")
            return
        }
        let next = driver.restarted()
        let again = try await next.keeper.generation(id: first.id, environmentHash: first.environmentHash)
        #expect(again.id == first.id)
        #expect(again.sources == old)
        // The same sources with the stdlib of the binary are another generation, and this one would not load.
        let newer = FlowSources(files: old.files)
        #expect(FlowGeneration.id(of: newer) != first.id)
        #expect(FlowLoader.load(newer, environment: FlowEnvironment()).generation == nil)
    }

    @Test func aSessionHasTheEnvironmentThatItBeganIn() async throws {
        let driver = KeeperDriver(config: ["DESK": "one"])
        let source = KeeperDriver.sources("local desk = config.DESK on('Launch', function() end)")
        guard case .swapped(let first) = await driver.keeper.load(source, at: 1) else {
            Issue.record("it was not used")
            return
        }
        let next = driver.restarted(config: ["DESK": "two"])
        guard case .swapped(let now) = await next.keeper.load(source, at: 2) else {
            Issue.record("it was not used")
            return
        }
        #expect(now.id == first.id)
        let then = try await next.keeper.generation(id: first.id, environmentHash: first.environmentHash)
        #expect(then.environment.config == ["DESK": "one"])
        #expect(then.environmentHash == first.environmentHash)
        #expect(next.keeper.current?.environment.config == ["DESK": "two"])
        let bare = driver.restarted()
        let told = await bare.fault { () async throws(GenerationFault) in
            _ = try await bare.keeper.rollback(to: first.id, at: 3)
        }
        #expect(told.contains("does not load with the settings of now"), "\(told)")
        #expect(told.contains("DESK"), "\(told)")
    }

    @Test func itIsBuiltOnceForAllWhoAskAndLeavesMemoryWithThem() async throws {
        let driver = KeeperDriver()
        let id = try await driver.edit("one")
        let next = driver.restarted()
        let hash = FlowEnvironment().hash
        weak var last: FlowGeneration?
        do {
            let all = try await withThrowingTaskGroup(of: FlowGeneration.self) { group in
                for _ in 0..<20 { group.addTask { try await next.keeper.generation(id: id, environmentHash: hash) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(all.map(ObjectIdentifier.init)).count == 1)
            #expect(driver.archive.asked.filter { $0 == "generation" }.count == 1)
            #expect(next.keeper.keptIDs.contains(id))
            // An edit back to what still runs shares it.
            try await next.edit("one")
            #expect(next.keeper.current === all.first)
            try await next.edit("two")
            last = all.first
            #expect(last != nil)
        }
        #expect(last == nil)
        #expect(!next.keeper.keptIDs.contains(id))
        // And is built anew for whoever asks then.
        #expect(try await next.keeper.generation(id: id, environmentHash: hash).id == id)
    }

    @Test func whatCannotRunIsToldWithItsReason() async throws {
        let driver = KeeperDriver()
        let id = try await driver.edit("one")
        let next = driver.restarted()
        let hash = FlowEnvironment().hash
        func told(_ id: String, _ environment: String) async -> String {
            await next.fault { () async throws(GenerationFault) in
                _ = try await next.keeper.generation(id: id, environmentHash: environment)
            }
        }
        #expect(await told("beef", hash) == "there is no generation beef in the store")
        #expect(await told(id, "cafe") == "there is no environment cafe in the store")
        let kept = try #require(try await driver.archive.generation(id))
        var other = kept
        other.level = 99
        driver.archive.replace(other)
        #expect(
            await told(id, hash)
                == "generation \(id.prefix(10)) cannot run: it is of level 99, and this hookswitch runs level "
                + "\(flowLevel); run a newer hookswitch")
        other = kept
        other.files["a.lua"]?.append(10)
        driver.archive.replace(other)
        #expect(await told(id, hash).hasSuffix("in the store are not those that it names"))
        driver.archive.replace(kept)
        try await driver.archive.keep(environment: Array(#"{"moon":"full"}"#.utf8), hash: "moon")
        #expect(await told(id, "moon").hasSuffix("in the store is not what it was"))
        let newer = Array(#"{"moon":"full"}"#.utf8)
        try await driver.archive.keep(environment: newer, hash: FlowEnvironment.hash(of: newer))
        #expect(await told(id, FlowEnvironment.hash(of: newer)).contains("a newer version of hookswitch wrote it"))
        driver.archive.refuse(down)
        #expect(await told(id, hash) == "the store refused: the disk is full")
        driver.archive.refuse(nil)
        #expect(await told(id, hash) == "no fault", "a failure is not remembered")
    }

    // MARK: - Removal

    @Test func whatNothingUsesIsRemoved() async throws {
        let driver = KeeperDriver()
        let (one, two, three) = (
            try await driver.edit("one"), try await driver.edit("two"), try await driver.edit("three")
        )
        let held = try await driver.keeper.generation(id: two, environmentHash: FlowEnvironment().hash)
        #expect(try await driver.keeper.collect() == 1)
        #expect(Set(try await driver.archive.generations().map(\.id)) == [two, three])
        #expect(held.id == two)
        #expect(try await driver.archive.environment(FlowEnvironment().hash) != nil)
        _ = try await driver.keeper.rollback(to: two, at: 9)
        try await driver.edit("four")
        #expect(try await driver.keeper.collect() == 1)
        let left = try await driver.keeper.entries()
        #expect(left.count == 2)
        #expect(left.first { $0.isPinned && $0.isCurrent }?.row.id == two)
        #expect(!left.contains { [one, three].contains($0.row.id) })
    }
}
