import BenchCalls
import CallJournal
import CallModel
import CallRuntime
import Foundation
import Measuring
import NIOCore
import Synchronization

/// From an event that comes in to the request that it leads to: how many a second, and how long one takes, over SQLite and
/// over memory.
enum CycleCosts {
    static let flow = """
        flow { locale = "en-US", voice = "en-US-AvaNeural" }

        on("IncomingCall", function(call)
          call:answer()
          while true do
            call:play { text = "For sales press 1, for support press 2." }
          end
        end)
        """

    static func run(rounds: Int, seconds: Double, sessions: Int) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let memory = try await CycleDriver(try BenchNode(.memory), sessions: sessions)
        let sqlite = try await CycleDriver(try BenchNode(folder.store("cycles")), sessions: sessions)
        print(
            "| event in, action out, no network | cycles/s, memory | SQLite | ratio | CPU per cycle, µs, memory | SQLite "
                + "| p99, ms, memory | SQLite | added |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for inFlight in [64, sessions] {
            let (one, other) = try await turns(rounds, memory, sqlite) {
                try await $0.saturate(inFlight: inFlight, seconds: seconds)
            }
            row("\(grouped(inFlight)) calls that never wait", one, other)
        }
        for rate in [500, 2_000] {
            let (one, other) = try await turns(max(3, rounds / 2), memory, sqlite) {
                try await $0.pace(rate: rate, seconds: seconds)
            }
            row("\(grouped(rate)) events a second", one, other)
        }
    }

    /// Turn by turn, so that a machine that gets slower slows both; one round before warms up.
    private static func turns(
        _ rounds: Int, _ memory: CycleDriver, _ sqlite: CycleDriver,
        _ measure: (CycleDriver) async throws -> CycleDriver.Result
    ) async throws -> ([CycleDriver.Result], [CycleDriver.Result]) {
        var (one, other): ([CycleDriver.Result], [CycleDriver.Result]) = ([], [])
        for round in 0...rounds {
            let (first, second) = (try await measure(memory), try await measure(sqlite))
            guard round > 0 else { continue }
            one.append(first)
            other.append(second)
        }
        return (one, other)
    }

    private static func row(_ name: String, _ memory: [CycleDriver.Result], _ sqlite: [CycleDriver.Result]) {
        func each(_ results: [CycleDriver.Result], _ value: (CycleDriver.Result) -> Double) -> Double {
            median(results.map(value))
        }
        let ratio = median(zip(sqlite, memory).map { $0.rate / $1.rate })
        let added = median(zip(sqlite, memory).map { $0.p99 - $1.p99 })
        let cells = [
            grouped(Int(each(memory, \.rate))), grouped(Int(each(sqlite, \.rate))), text(ratio, digits: 2),
            text(each(memory, \.cpu), digits: 0), text(each(sqlite, \.cpu), digits: 0),
            text(each(memory, \.p99), digits: 2), text(each(sqlite, \.p99), digits: 2), text(added, digits: 2),
        ]
        print("| \(name) | " + cells.joined(separator: " | ") + " |")
    }
}

/// Tells calls that their prompts were heard, and looks when they ask for the next one.
final class CycleDriver: Sendable {
    struct Result {
        /// Cycles a second.
        var rate: Double
        /// Microseconds of processor time per cycle, this driver's own included.
        var cpu: Double
        /// Milliseconds.
        var p99: Double
    }

    /// One call: how many prompts it has asked for, and when the event came in that the next one follows.
    private final class Turns: Sendable {
        let call: BenchCall
        let state = Mutex((plays: 1, since: 0.0))

        init(_ call: BenchCall) { self.call = call }
    }

    private struct Measurement {
        var latencies: [Double] = []
        /// Whether every prompt that is asked for is heard at once.
        var isSaturating = false
        var underWay = 0
    }

    private let node: BenchNode
    private let calls: [Turns]
    private let measurement = Mutex(Measurement())

    /// Brings calls up to their first prompt.
    init(_ node: BenchNode, sessions: Int) async throws {
        self.node = node
        try await node.load(CycleCosts.flow)
        let box = Box()
        node.service.listen { number, action in
            switch action {
            case .answered(let call):
                box.calls.withLock { $0[number] = call }
                node.connect(call)
            case .played: box.plays.add()
            case .hungUp: break
            }
        }
        for start in stride(from: 0, to: sessions, by: 500) {
            let end = min(start + 500, sessions)
            for number in start..<end { node.ring(number) { _ in } }
            try await wait("\(end) prompts") { box.plays.count >= end }
        }
        calls = box.calls.withLock { calls in (0..<sessions).compactMap { calls[$0].map(Turns.init) } }
        guard calls.count == sessions else { throw BenchmarkFault("\(calls.count) of \(sessions) calls are up") }
        node.service.listen { [weak self] number, action in
            if case .played = action { self?.played(number) }
        }
    }

    /// What a closure shares with its maker.
    private final class Box: Sendable {
        let calls = Mutex<[Int: BenchCall]>([:])
        let plays = Tally()
    }

    private func heard(_ number: Int) {
        let turns = calls[number]
        let plays = turns.state.withLock { state in
            state.since = monotonicSeconds()
            return state.plays
        }
        let event = BenchEvents.event(
            "PlayCompleted", id: "heard-\(plays)", connection: turns.call.connection, context: "\(plays + 1).1")
        node.deliver(event, to: turns.call)
    }

    private func played(_ number: Int) {
        let since = calls[number].state.withLock { state in
            state.plays += 1
            return state.since
        }
        let took = monotonicSeconds() - since
        let goesOn = measurement.withLock { measurement in
            measurement.latencies.append(took * 1e3)
            if !measurement.isSaturating { measurement.underWay -= 1 }
            return measurement.isSaturating
        }
        // In another turn of the loop, behind the answer to the request.
        if goesOn { node.loops[node.loopIndex(of: calls[number].call)].execute { self.heard(number) } }
    }

    /// As many events as the runtime takes, so many calls at a time.
    func saturate(inFlight: Int, seconds: Double) async throws -> Result {
        measurement.withLock { $0 = Measurement(isSaturating: true, underWay: inFlight) }
        let (start, cpu) = (monotonicSeconds(), processNanoseconds())
        for number in 0..<inFlight { heard(number) }
        try await Task.sleep(for: .seconds(seconds))
        let (latencies, end) = measurement.withLock { measurement in
            measurement.isSaturating = false
            return (measurement.latencies, monotonicSeconds())
        }
        let spent = processNanoseconds() - cpu
        try await wait("the last prompts") { measurement.withLock { $0.underWay <= 0 } }
        return Result(
            rate: Double(latencies.count) / (end - start), cpu: spent / 1e3 / Double(max(1, latencies.count)),
            p99: quantile(0.99, of: latencies))
    }

    /// So many events a second, one call after the other.
    func pace(rate: Int, seconds: Double) async throws -> Result {
        let total = Int(Double(rate) * seconds)
        measurement.withLock { $0 = Measurement(underWay: total) }
        let (start, cpu) = (monotonicSeconds(), processNanoseconds())
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            // A thread of its own: nothing else delays it.
            Thread.detachNewThread { [self] in
                for number in 0..<total {
                    let due = start + Double(number) / Double(rate)
                    while monotonicSeconds() < due { usleep(200) }
                    heard(number % calls.count)
                }
                done.resume()
            }
        }
        try await wait("the last prompts") { measurement.withLock { $0.underWay <= 0 } }
        let (end, latencies) = (monotonicSeconds(), measurement.withLock { $0.latencies })
        return Result(
            rate: Double(total) / (end - start), cpu: (processNanoseconds() - cpu) / 1e3 / Double(total),
            p99: quantile(0.99, of: latencies))
    }
}

extension BenchNode {
    /// The loop that a call's session lives on.
    func loopIndex(of call: BenchCall) -> Int {
        SessionID(call.session).map { runtime.shard(of: $0).index } ?? 0
    }
}
