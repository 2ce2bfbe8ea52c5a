import CallJournal
import CallModel
import FlowEngine

/// What an operator can learn of flows and sessions, as values of the runtime's own.
public struct FlowsView: Sendable, Equatable {
    /// One flow of the generation in use.
    public struct Flow: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// In order of registration.
        public var hooks: [Hook]
    }

    /// One registered hook.
    public struct Hook: Sendable, Equatable {
        /// The event's name, or `*`.
        public var event: String
        /// Where it stands.
        public var file: String
        /// Counted from 1.
        public var line: Int
    }

    /// Something wrong with the newest edit.
    public struct Problem: Sendable, Equatable {
        /// The flow's name, where it is about one.
        public var flow: String?
        /// Relative to the flows folder.
        public var file: String?
        /// Counted from 1.
        public var line: Int?
        /// What is wrong and what to do.
        public var reason: String
    }

    /// The hash of the generation that new sessions get; nil while nothing is loaded.
    public var generation: String?
    /// Sorted by name.
    public var flows: [Flow]
    /// Empty when the newest edit is in use.
    public var problems: [Problem]
}

/// A session, open or ended, as lists show it.
public struct SessionRow: Sendable, Equatable {
    /// Its name.
    public var id: SessionID
    /// The flow that runs.
    public var flow: String
    /// The whole hash.
    public var generation: String
    /// Seconds since 1970.
    public var began: Double
    /// `finished`, `failed` or `stopped`; nil while it is open.
    public var end: String?
    /// Why, when it failed or was stopped.
    public var report: String?
}

extension CallRuntime {
    /// Whether new calls find a flow.
    public var isReady: Bool { generations.current != nil }

    /// The flows in use, and what is wrong with the newest edit.
    public var flowsView: FlowsView {
        let status = generations.status
        let flows = status.generation?.flows.values.sorted { $0.name < $1.name } ?? []
        return FlowsView(
            generation: status.generation?.id,
            flows: flows.map { flow in
                FlowsView.Flow(
                    name: flow.name,
                    hooks: flow.hooks.map { FlowsView.Hook(event: $0.event, file: $0.file, line: $0.line) })
            },
            problems: status.problems.map {
                FlowsView.Problem(flow: $0.flow, file: $0.file, line: $0.line, reason: $0.reason)
            })
    }

    /// The newest sessions first.
    public func sessions(limit: Int) async throws -> [SessionRow] {
        try await journal.sessions(limit: limit).map { session in
            SessionRow(
                id: session.id, flow: session.flow, generation: session.generation, began: session.began,
                end: session.end?.way.rawValue, report: session.end?.report)
        }
    }

    /// What happened in a session, told for people; empty when it is not known.
    /// - Parameter isFull: whether phone numbers are told whole.
    public func timeline(of session: SessionID, isFull: Bool = false) async throws -> [SessionTimelineEntry] {
        SessionTimeline.entries(try await journal.records(of: session), isFull: isFull)
    }

    /// A session as it is now, or as it was when it ended; nil when it is not known.
    public func session(_ id: SessionID) async throws -> SessionView? {
        if let view = await view(of: id) { return view }
        guard case .begin(let begin)? = try await journal.records(of: id).first?.body else { return nil }
        return SessionView(id: id, flow: begin.flow, generation: begin.generation, legs: [])
    }
}
