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

    /// The hash of the generation that new sessions get, canaries apart; nil while nothing is loaded.
    public var generation: String?
    /// The hash of the newest edit that could be loaded; another one while `generation` is pinned.
    public var newest: String?
    /// What operators decided about new sessions.
    public var rollout: Rollout
    /// Sorted by name.
    public var flows: [Flow]
    /// Empty when the newest edit is in use.
    public var problems: [Problem]
}

extension CallRuntime {
    /// Whether new calls find a flow, and are taken.
    public var isReady: Bool { generations.current != nil && !isEnding }

    /// Whether the process ends in order: nothing new is taken any more.
    public var isEnding: Bool { isDraining.withLockedValue { $0 } }

    /// The flows in use, and what is wrong with the newest edit.
    public var flowsView: FlowsView {
        let status = generations.status
        let flows = status.generation?.flows.values.sorted { $0.name < $1.name } ?? []
        return FlowsView(
            generation: status.generation?.id, newest: status.newest, rollout: status.rollout,
            flows: flows.map { flow in
                FlowsView.Flow(
                    name: flow.name,
                    hooks: flow.hooks.map { FlowsView.Hook(event: $0.event, file: $0.file, line: $0.line) })
            },
            problems: status.problems.map {
                FlowsView.Problem(flow: $0.flow, file: $0.file, line: $0.line, reason: $0.reason)
            })
    }

    /// The sessions as operators see them, from their journals.
    public var views: CallViews { CallViews(journal) }

    /// A session as it is now, or as it was when it ended; nil when it is not known.
    public func session(_ id: SessionID) async throws -> SessionView? {
        if let view = await view(of: id) { return view }
        guard case .begin(let begin)? = try await journal.records(of: id).first?.body else { return nil }
        return SessionView(id: id, flow: begin.flow, generation: begin.generation, legs: [])
    }
}
