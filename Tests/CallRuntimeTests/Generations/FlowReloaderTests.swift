import CallJournal
import FlowEngine
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

/// From a folder to what new sessions get.
@Suite(.timeLimit(.minutes(1))) struct FlowReloaderTests {
    private func flow(_ mark: String) -> String {
        "on('IncomingCall', function(call) call:answer() end) -- \(mark)"
    }

    private func reloader(_ folder: TempFolder, _ driver: KeeperDriver, _ log: Lines = Lines()) -> FlowReloader {
        FlowReloader(
            root: folder.path, keeper: driver.keeper, times: FlowWatchTimes(quiet: .milliseconds(5)),
            retry: .milliseconds(1), logger: log.logger)
    }

    /// Waits until new sessions get another generation than `id`.
    private func next(after id: String?, _ driver: KeeperDriver) async -> String? {
        while driver.keeper.current?.id == id, !Task.isCancelled { await Task.yield() }
        return driver.keeper.current?.id
    }

    @Test func aSavedFileIsSeenAndUsed() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        try folder.write("a.lua", flow("one"))
        let reloader = reloader(folder, driver)
        try await reloader.loadFirst()
        reloader.start()
        defer { reloader.stop() }
        let first = driver.keeper.current?.id
        try folder.replace("a.lua", flow("two"))
        let second = await next(after: first, driver)
        #expect(second != first)
        #expect(try await driver.archive.generation(try #require(second)) != nil)
    }

    @Test func editsAreHeardWhetherTheyAreUsedOrRefused() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        let heard = NIOLockedValueBox<[String]>([])
        let reloader = FlowReloader(root: folder.path, keeper: driver.keeper, logger: Lines().logger) { sources in
            heard.withLockedValue { $0.append(String(decoding: sources.files["a.lua"] ?? [], as: UTF8.self)) }
        }
        let flows = [flow("one"), "this is no Lua", flow("two")]
        for (index, flow) in flows.enumerated() {
            try folder.write("a.lua", flow)
            if index == 0 { try await reloader.loadFirst() } else { _ = await reloader.reload() }
        }
        #expect(heard.withLockedValue { $0 } == flows)
    }

    @Test func aReloadWaitsForItsResult() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        try folder.write("a.lua", flow("one"))
        let reloader = reloader(folder, driver)
        try await reloader.loadFirst()
        guard case .unchanged = await reloader.reload() else {
            Issue.record("something changed")
            return
        }
        try folder.write("a.lua", flow("two"))
        guard case .swapped(let generation) = await reloader.reload() else {
            Issue.record("not used")
            return
        }
        #expect(driver.keeper.current === generation)
        try folder.write("a.lua", "\non('IncomingCal', function() end)")
        guard case .refused(let problems) = await reloader.reload() else {
            Issue.record("not refused")
            return
        }
        #expect(problems.first?.file == "a.lua")
        #expect(problems.first?.line == 2)
        #expect(driver.keeper.current === generation)
        _ = try await driver.keeper.rollback(to: "current", at: 1)
        try folder.write("a.lua", flow("three"))
        guard case .kept = await reloader.reload() else {
            Issue.record("used although another one is pinned")
            return
        }
    }

    @Test func whoeverAsksForAReloadMeansWhatIsThere() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        try folder.write("a.lua", flow("one"))
        try folder.write("b.lua", "on('Launch', function() end)")
        let reloader = reloader(folder, driver)
        try await reloader.loadFirst()
        try folder.remove("b.lua")
        guard case .swapped(let generation) = await reloader.reload() else {
            Issue.record("held back")
            return
        }
        #expect(Set(generation.flows.keys) == ["a"])
        try folder.remove("a.lua")
        guard case .refused(let problems) = await reloader.reload() else {
            Issue.record("no flow at all is taken for meant")
            return
        }
        #expect(problems.first?.reason.hasPrefix("there is no flow in") == true)
        #expect(driver.keeper.current === generation)
    }

    @Test func anEditThatTheStoreDidNotKeepIsTriedAgain() async throws {
        let (folder, driver, log) = (try TempFolder(), KeeperDriver(), Lines())
        try folder.write("a.lua", flow("one"))
        let reloader = reloader(folder, driver, log)
        try await reloader.loadFirst()
        let first = driver.keeper.current?.id
        driver.archive.refuse(JournalFault(isPassing: true, "the disk is full"), times: 3)
        try folder.write("a.lua", flow("two"))
        guard case .unsaved = await reloader.reload() else {
            Issue.record("saved")
            return
        }
        #expect(driver.keeper.current?.id == first)
        #expect(await next(after: first, driver) != first)
        #expect(log.all.contains { $0.contains("the store cannot keep an edit") })
    }

    @Test func aServerStartsOnPinnedFlowsAlthoughThoseOnDiskAreBroken() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        try folder.write("a.lua", flow("one"))
        let before = reloader(folder, driver)
        try await before.loadFirst()
        let pinned = try await driver.keeper.rollback(to: "current", at: 1).id
        try folder.write("a.lua", "on(")
        let next = driver.restarted()
        let after = reloader(folder, next)
        try await after.loadFirst()
        #expect(next.choice() == pinned)
        #expect(next.keeper.status.problems.count == 1)

        _ = try await next.fixed(folder, flow("two"), after)
        #expect(next.choice() == pinned)
        _ = try await next.keeper.release(at: 2)
        #expect(next.choice() != pinned)
    }

    @Test func withoutAnythingToRunAServerDoesNotStart() async throws {
        let (folder, driver) = (try TempFolder(), KeeperDriver())
        await #expect(throws: FlowLoadFailure.self) { try await reloader(folder, driver).loadFirst() }
        try folder.write("a.lua", "on(")
        await #expect(throws: FlowLoadFailure.self) { try await reloader(folder, driver).loadFirst() }
        try folder.write("a.lua", flow("one"))
        driver.archive.refuse(JournalFault(isPassing: true, "the disk is full"))
        await #expect(throws: FlowLoadFailure.self) { try await reloader(folder, driver).loadFirst() }
        driver.archive.refuse(nil)
        try await reloader(folder, driver).loadFirst()
    }
}

extension KeeperDriver {
    /// Corrects the file and reloads.
    fileprivate func fixed(
        _ folder: TempFolder, _ text: String, _ reloader: FlowReloader
    ) async throws -> GenerationKeeper.Change {
        try folder.write("a.lua", text)
        return await reloader.reload()
    }
}

/// What was logged.
final class Lines: Sendable {
    private let lines = NIOLockedValueBox<[String]>([])

    var all: [String] { lines.withLockedValue { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.lines.withLockedValue { $0.append("\(event.message)") } }
    }
}
