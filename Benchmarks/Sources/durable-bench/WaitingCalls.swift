import BenchCalls
import CallJournal
import CallModel
import CallRuntime
import Foundation
import Measuring
import Synchronization

/// Many calls that wait for a signal, in processes of their own: one begins them and is gone without a good-bye, the next
/// takes them up.
enum WaitingCalls {
    /// A call is answered and greeted, then waits; each time it is woken it says so in the log.
    static let flow = """
        local menu = require "std.menu"
        flow { locale = "en-US", voice = "en-US-AvaNeural" }

        on("IncomingCall", function(call)
          call:answer()
          call:play { text = "Welcome. Please hold the line." }
          while true do
            wait_for("Signal")
            log.info("woken")
          end
        end)

        on("CallDisconnected", function(call, event)
          log.debug("the call is over", { message = event.result_information.message })
        end)
        """

    /// What a process prints: names and numbers.
    typealias Figures = [String: Double]

    /// Begins calls; ends the process.
    /// - Parameter target: for the memory of all worlds, in MiB; 0 for none.
    static func fill(_ path: String, calls count: Int, target: Int) async throws -> Never {
        let node = try BenchNode(.sqlite(path: path), settings: settings(target))
        try await node.load(flow)
        let box = Heard()
        node.service.listen { number, action in
            switch action {
            case .answered(let call):
                box.calls.withLock { $0[number] = call }
                node.connect(call)
            case .played:
                guard let call = box.calls.withLock({ $0.removeValue(forKey: number) }) else { return }
                node.deliver(
                    BenchEvents.event("PlayCompleted", id: "heard", connection: call.connection, context: "2.1"),
                    to: call)
                box.count.add()
            case .hungUp: break
            }
        }
        let before = residentBytes()
        for start in stride(from: 0, to: count, by: 500) {
            let end = min(start + 500, count)
            for number in start..<end { node.ring(number) { _ in } }
            try await wait("\(end) greetings") { box.count.count >= end }
        }
        try await wait("all of it is durable") { await isIdle(node) }
        try await Task.sleep(for: .milliseconds(2_500))
        tell([
            "rss before": Double(before), "rss": Double(residentBytes()), "peak": Double(peakBytes()),
            "live": Double(await node.runtime.sessionsInMemory()),
        ])
        // As a kill would end it: nothing is closed.
        _exit(0)
    }

    private final class Heard: Sendable {
        let calls = Mutex<[Int: BenchCall]>([:])
        let count = Tally()
    }

    /// Takes up calls; ends the process.
    /// - Parameters:
    ///   - launched: when the process was launched, by `monotonicSeconds`.
    ///   - wakes: whether all of them are woken then, beside new calls.
    static func takeUp(
        _ path: String, calls count: Int, target: Int, launched: Double, wakes: Bool
    ) async throws -> Never {
        var figures: Figures = ["main": monotonicSeconds() - launched]
        let node = try BenchNode(.sqlite(path: path), settings: settings(target), firstCall: count)
        figures["opened"] = monotonicSeconds() - launched
        try await node.load(flow)
        figures["rss before"] = Double(residentBytes())
        let begun = monotonicSeconds()
        let report = try await node.runtime.recover()
        figures["recover"] = monotonicSeconds() - begun
        figures["ready"] = monotonicSeconds() - launched
        guard report.sessions == count else { throw BenchmarkFault("\(report.sessions) calls of \(count) were found") }
        figures["rss at once"] = Double(residentBytes())
        if wakes {
            try await wake(node, count, &figures)
            // What has left memory is given back once a second.
            try await Task.sleep(for: .milliseconds(2_500))
            figures["live"] = Double(await node.runtime.sessionsInMemory())
        } else {
            try await Task.sleep(for: .milliseconds(2_500))
        }
        figures["rss"] = Double(residentBytes())
        figures["peak"] = Double(peakBytes())
        tell(figures)
        _exit(0)
    }

    private static func wake(_ node: BenchNode, _ count: Int, _ figures: inout Figures) async throws {
        let ids = try await node.journal.sessions(limit: count).map(\.id)
        let rings = RingTimes()
        node.service.listen { _, action in
            if case .answered(let call) = action { rings.answered(call) }
        }
        let begun = monotonicSeconds()
        // New calls meanwhile, a hundred a second.
        let ringing = Task {
            var number = count
            while !Task.isCancelled {
                rings.rang(number)
                node.ring(number) { _ in }
                number += 1
                try? await Task.sleep(for: .milliseconds(10))
            }
        }
        var sent = 0
        while sent < ids.count {
            // Some ahead of the rebuilds, not all: a sender waits for its answer.
            for id in ids[sent..<min(sent + 500, ids.count)] {
                node.runtime.signal(id, name: "go", data: .null) { _ in }
            }
            sent = min(sent + 500, ids.count)
            let ahead = sent - 1_000
            try await wait("calls to be woken") { node.told.count >= ahead }
        }
        try await wait("all calls to be woken") { node.told.count >= ids.count }
        figures["woken"] = monotonicSeconds() - begun
        ringing.cancel()
        await ringing.value
        figures["new calls"] = Double(rings.all.count)
        figures["new p99"] = quantile(0.99, of: rings.all)
    }

    /// From the ringing of new calls to the request that answers them.
    private final class RingTimes: Sendable {
        private let state = Mutex((rang: [Int: Double](), took: [Double]()))

        func rang(_ number: Int) { state.withLock { $0.rang[number] = monotonicSeconds() } }

        func answered(_ call: BenchCall) {
            state.withLock { state in
                guard let since = state.rang.removeValue(forKey: call.offer) else { return }
                state.took.append((monotonicSeconds() - since) * 1e3)
            }
        }

        var all: [Double] { state.withLock { $0.took } }
    }

    static func settings(_ target: Int) -> RuntimeSettings {
        var settings = RuntimeSettings()
        settings.memoryTarget = target == 0 ? nil : target << 20
        return settings
    }

    private static func isIdle(_ node: BenchNode) async -> Bool {
        // A write that comes back after all that was queued before it.
        (try? await node.journal.set("bench", to: [])) != nil
    }

    private static func tell(_ figures: Figures) {
        for (name, value) in figures { print("\(name): \(value)") }
        fflush(nil)
    }

    // MARK: - The parent's side

    /// Runs this program with some words and reads what it tells.
    static func child(_ words: String...) throws -> Figures {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = words
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        var figures: Figures = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":")
            if parts.count == 2 { figures[String(parts[0])] = Double(parts[1].trimmingCharacters(in: .whitespaces)) }
        }
        guard child.terminationStatus == 0, !figures.isEmpty else {
            throw BenchmarkFault("'\(words.joined(separator: " "))' failed: \(text)")
        }
        return figures
    }

    /// The most that was resident of this process, in bytes.
    private static func peakBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .ascii)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
