import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What one flow goes through on a whole runtime, in one process or in several, until its calls are over.
final class FlowCourse {
    let name: String
    let beginning: EveryFlowTests.Beginning
    let memory = MemoryJournal()
    let clock = TestClock()
    let service: AgreeableSender
    var process: UInt64 = 0
    var settings = RuntimeSettings()

    var environment = FlowEnvironment()
    private let sources: FlowSources

    /// - Parameters:
    ///   - isExact, lost, cut: see `AgreeableSender`.
    init(
        _ name: String, _ sources: FlowSources, _ beginning: EveryFlowTests.Beginning, isExact: Bool = false,
        lost: Set<Int> = [], cut: Set<Int> = []
    ) {
        self.name = name
        self.sources = sources
        self.beginning = beginning
        service = AgreeableSender(keys: beginning.keys, isExact: isExact, lost: lost, cut: cut)
    }

    /// Runs a process until it has taken `steps` steps or the session has ended; says whether it has.
    func run(steps: Int = 500) async throws -> Bool {
        process += 1
        let begins = NodeStart(epoch: Int(process), downSince: clock.now(), wasClean: false)
        let outside = RuntimeHarness.Outside(
            journal: GatedJournal(memory, begins: begins), clock: clock, service: service, process: process,
            environment: environment, web: AgreeableWeb())
        var isOver = false
        try await RuntimeHarness.run([:], outside, settings: settings) { harness in
            _ = await harness.runtime.generations.load(sources, at: clock.now())
            if process > 1 {
                try await harness.runtime.recover()
            } else if let to = beginning.to {
                #expect(await harness.incoming("offer", to: to) == .accepted)
            } else {
                #expect(await harness.launch(name, beginning.params).1 == .accepted)
            }
            try await harness.idle()
            for _ in 0..<steps {
                isOver = try await memory.openSessions().isEmpty
                if isOver { break }
                try await step(harness)
            }
        }
        return isOver
    }

    /// Steps in a row that nobody did anything in.
    private var quiet = 0

    private func step(_ harness: RuntimeHarness) async throws {
        quiet += 1
        if quiet == 100 { service.leave() }
        if let next = service.next() {
            quiet = 0
            let outcome = await withCheckedContinuation { continuation in
                harness.runtime.callback(
                    session: next.session, operation: next.operation, token: next.token, events: [next.event]
                ) { continuation.resume(returning: $0) }
            }
            #expect(outcome == .accepted)
        } else if let due = clock.nextDue {
            try await clock.advance(max(0, due - clock.now()))
            try await harness.idle()
            // A process that is gone before the grace has ended would leave the limit to the next one, for ever.
            if try await hasOnlyResumed(), let due = clock.nextDue {
                try await clock.advance(max(0, due - clock.now()))
            }
        }
        try await harness.idle()
    }

    private func hasOnlyResumed() async throws -> Bool {
        for session in try await memory.openSessions() {
            if case .resume? = try await memory.records(of: session.id).last?.body { return true }
        }
        return false
    }

    func check(_ location: SourceLocation = #_sourceLocation) async throws {
        for session in try await memory.sessions(limit: 100) {
            #expect(session.end == EndRecord(way: .finished), sourceLocation: location)
            let records = try await memory.records(of: session.id)
            #expect(records.map(\.seq) == Array(1...records.count), sourceLocation: location)
        }
    }
}
