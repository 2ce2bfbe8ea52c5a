import BenchCalls
import CallJournal
import CallModel
import CallRuntime
import Foundation
import Logging
import Measuring
import Synchronization

/// How soon an edit is what new calls get, and whether a thousand edits under load leave anything behind.
enum ReloadCosts {
    /// Beside the project's flows: what the new calls run. The first line is what is edited.
    private static func flow(_ edit: Int) -> String {
        """
        local edit = \(edit)
        flow { locale = "en-US", voice = "en-US-AvaNeural" }

        on("IncomingCall", { to = "+18005550100" }, function(call)
          call:answer()
          call:play { text = "This is edit " .. edit .. "." }
          call:hang_up { for_everyone = true }
        end)
        """
    }

    static func run(flows: String, saves: Int, reloads: Int) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let root = folder.path + "/flows"
        try FileManager.default.copyItem(atPath: flows, toPath: root)
        let file = root + "/bench.lua"
        func save(_ edit: Int) throws {
            try Data(flow(edit).utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        }
        try save(0)
        let node = try BenchNode(folder.store("reload"))
        let log = Logger(label: "reload") { _ in SwiftLogNoOpLogHandler() }
        let reloader = FlowReloader(root: root, keeper: node.runtime.generations, logger: log)
        try await reloader.loadFirst()
        try await node.runtime.recover()
        let files =
            FileManager.default.enumerator(atPath: root)?.allObjects.compactMap { $0 as? String }
            .count { $0.hasSuffix(".lua") } ?? 0

        reloader.start()
        var took: [Double] = []
        for edit in 1...saves {
            let before = node.runtime.generations.current?.id
            // Not in step with anything.
            usleep(UInt32(50_000 + edit * 7_919 % 100_000))
            let start = monotonicSeconds()
            try save(edit)
            while node.runtime.generations.current?.id == before {
                guard monotonicSeconds() < start + 10 else { throw BenchmarkFault("edit \(edit) is not seen") }
                usleep(200)
            }
            took.append((monotonicSeconds() - start) * 1e3)
        }
        reloader.stop()
        print("| save to live, \(files) files of flows, \(saves) saves | ms |")
        print("| --- | ---: |")
        print("| median | \(text(median(took), digits: 0)) |")
        print("| longest | \(text(took.max() ?? .nan, digits: 0)) |")
        print("| of it, waiting for the editor to be done | 100 |")
        print()
        try await underLoad(node, reloader, save, reloads: reloads)
    }

    private static func underLoad(
        _ node: BenchNode, _ reloader: FlowReloader, _ save: (Int) throws -> Void, reloads: Int
    ) async throws {
        let load = CallLoad(node)
        let calling = Task { await load.run(perSecond: 200) }
        // What calls need for good, such as the store's cache, is not the reloads' growth.
        let fresh = residentBytes()
        try await Task.sleep(for: .seconds(Double(reloads) / 50))
        let before = residentBytes()
        var took: [Double] = []
        for edit in 0..<reloads {
            try save(1_000_000 + edit)
            let start = monotonicSeconds()
            guard case .swapped = await reloader.reload() else { throw BenchmarkFault("edit \(edit) is not used") }
            took.append((monotonicSeconds() - start) * 1e3)
            try await Task.sleep(for: .milliseconds(10))
        }
        let after = residentBytes()
        calling.cancel()
        await calling.value
        try await wait("the last calls") { await node.runtime.openSessions() == 0 }
        let ends = try await node.journal.sessions(limit: .max).map { $0.end?.way }
        let kept = try await node.journal.generations().count
        // The environment's hash stands among them.
        let live = node.runtime.generations.keptIDs.count - 1
        while try await node.journal.removeSessions(endedBefore: SystemClock().now() + 60, limit: 10_000) > 0 {}
        let collected = try await node.runtime.generations.collect()
        print("| \(grouped(reloads)) reloads, one after the other, beside new calls all the time | |")
        print("| --- | ---: |")
        print("| a reload, median, ms | \(text(median(took), digits: 1)) |")
        print("| calls: begun, refused | \(grouped(load.begun)), \(grouped(load.refused)) |")
        print(
            "| of these: finished, failed or stopped, open | \(grouped(ends.count { $0 == .finished })), "
                + "\(grouped(ends.count { $0 != .finished && $0 != nil })), \(grouped(ends.count { $0 == nil })) |")
        print(
            "| RSS, MiB: at first, after as long without reloads, after all reloads | \(fresh >> 20), \(before >> 20), \(after >> 20) |"
        )
        print("| generations in memory when the calls are over | \(live) |")
        print(
            "| generations in the store: before and after their calls are removed | \(grouped(kept)), "
                + "\(grouped(kept - collected)) |")
    }
}

/// New calls all the time: each is answered, hears one prompt, and is hung up.
private final class CallLoad: Sendable {
    private let node: BenchNode
    private let calls = Mutex<[Int: BenchCall]>([:])
    private let accepted = Tally()
    private let others = Tally()

    init(_ node: BenchNode) {
        self.node = node
        node.service.listen { [weak self] number, action in self?.happened(action, in: number) }
    }

    var begun: Int { accepted.count }
    var refused: Int { others.count }

    private func happened(_ action: BenchAction, in number: Int) {
        if case .answered(let call) = action {
            calls.withLock { $0[number] = call }
            return node.connect(call)
        }
        guard let call = calls.withLock({ $0[number] }) else { return }
        switch action {
        case .answered: break
        case .played:
            node.deliver(
                BenchEvents.event("PlayCompleted", id: "heard", connection: call.connection, context: "2.1"), to: call)
        case .hungUp:
            calls.withLock { $0[number] = nil }
            node.deliver(
                BenchEvents.event(
                    "CallDisconnected", id: "over", connection: call.connection,
                    more: ",\"resultInformation\":{\"code\":200,\"subCode\":7000,\"message\":\"bye\"}"), to: call)
        }
    }

    /// Until the task is cancelled.
    func run(perSecond rate: Int) async {
        let start = monotonicSeconds()
        var number = 0
        while !Task.isCancelled {
            while Double(number) / Double(rate) < monotonicSeconds() - start {
                node.ring(number, to: "+18005550100") { [self] in
                    if $0 == .accepted { accepted.add() } else { others.add() }
                }
                number += 1
            }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }
}
