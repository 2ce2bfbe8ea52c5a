import BenchCalls
import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import FlowEngine
import Foundation
import Measuring
import Synchronization

/// What a rebuild costs: reading a journal, and running its inputs through a fresh world.
enum ReplayCosts {
    static func run(rounds: Int) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        print(
            "| a rebuild | inputs | records | bytes | read and decode, µs | new world, µs | replay, µs | per input, µs |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for (name, turns) in [("a short call", 2), ("a call with 1,000 inputs", 498)] {
            try await measure(name, turns: turns, rounds: turns < 10 ? rounds * 20 : rounds, folder)
        }
    }

    private static func measure(_ name: String, turns: Int, rounds: Int, _ folder: ScratchFolder) async throws {
        let store = folder.store("replay-\(turns)")
        let node = try BenchNode(store)
        try await node.load(CycleCosts.flow)
        let state = Plays()
        node.service.listen { number, action in
            switch action {
            case .answered(let call):
                state.call.withLock { $0 = call }
                node.connect(call)
            case .played:
                state.count.add()
                let plays = state.count.count
                guard plays <= turns, let call = state.call.withLock({ $0 }) else { return }
                let event = BenchEvents.event(
                    "PlayCompleted", id: "heard-\(plays)", connection: call.connection, context: "\(plays + 1).1")
                node.loops[node.loopIndex(of: call)].execute { node.deliver(event, to: call) }
            case .hungUp: break
            }
        }
        node.ring(1) { _ in }
        try await wait("\(turns) prompts") { state.count.count > turns }
        guard let id = state.call.withLock({ $0.flatMap { SessionID($0.session) } }),
            let generation = node.runtime.generations.current, let definition = generation.flows["bench"]
        else { throw BenchmarkFault("there is no call") }
        try await node.journal.set("bench", to: [])
        let records = try await node.journal.records(of: id)
        let inputs = records.count { $0.isInput && !$0.body.isInertEvent }
        let context = SessionContext(
            prepare: { try ActionRequest.prepare($0, callConnectionID: $1, apiVersion: $2) },
            callbackAddress: { node.runtime.addresses.address($0, $1) })
        var (read, world, replay): ([Double], [Double], [Double]) = ([], [], [])
        for round in 0...rounds {
            // Another thread reads, so this one's processor time would not show it.
            let start = monotonicSeconds()
            let found = try await node.journal.records(of: id)
            let reading = (monotonicSeconds() - start) * 1e6
            let (made, stepped) = try once(found, id, definition, generation, context)
            guard round > 0 else { continue }
            read.append(reading)
            world.append(made)
            replay.append(stepped)
        }
        let each = (median(world) + median(replay) + median(read)) / Double(inputs)
        print(
            "| \(name) | \(grouped(inputs)) | \(grouped(records.count)) | \(grouped(try size(of: records))) "
                + "| \(text(median(read), digits: 0)) | \(text(median(world), digits: 0)) "
                + "| \(text(median(replay), digits: 0)) | \(text(each, digits: 1)) |")
        try await node.journal.finish(at: SystemClock().now())
    }

    private static func once(
        _ records: [JournalRecord], _ id: SessionID, _ definition: FlowDefinition, _ generation: FlowGeneration,
        _ context: SessionContext
    ) throws -> (world: Double, replay: Double) {
        let start = processorNanoseconds()
        let replay = try SessionReplay(
            records, session: id, definition: definition, environment: generation.environment, context: context,
            patterns: PatternMatcher())
        let made = processorNanoseconds()
        _ = try replay.step()
        let end = processorNanoseconds()
        replay.machine.drop()
        return ((made - start) / 1e3, (end - made) / 1e3)
    }

    /// Of what came in and what was sent, without the rest.
    private static func size(of records: [JournalRecord]) throws -> Int {
        records.reduce(0) { sum, record in
            switch record.body {
            case .event(let event): sum + event.event.data.count
            case .request(let request): sum + request.request.body.count
            default: sum
            }
        }
    }

    private final class Plays: Sendable {
        let call = Mutex<BenchCall?>(nil)
        let count = Tally()
    }
}

extension JournalRecord.Body {
    /// Whether it is an event that a replay passes over.
    fileprivate var isInertEvent: Bool { if case .event(let record) = self { record.isInert } else { false } }
}
