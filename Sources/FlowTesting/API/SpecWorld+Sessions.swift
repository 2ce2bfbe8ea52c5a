import CallEmulator
import CallJournal
import CallModel

/// Which sessions belong to a call, and what they asked of the service.
extension SpecWorld {
    /// One action of a flow, as its journal has it.
    struct Action {
        var session: SessionID
        var at: Double
        /// As flows write it: `transfer`.
        var name: String
        var method: String
        var path: String
        /// The wire body; null when there is none.
        var body: JSONValue
    }

    /// The sessions that have, or had, a leg in a call.
    func sessions(ofCall call: CallStanding) throws -> [SessionID] {
        let stage = try onStage()
        return try stage.sessions().filter { session in
            try stage.records(of: session).contains { record in
                guard case .event(let event) = record.body else { return false }
                let keys = event.event.scannedKeys()
                return keys.callConnectionID.map { call.connections.contains($0) } ?? false
                    || keys.correlationID == call.correlationID || keys.serverCallID == call.serverCallID
            }
        }
    }

    /// The calls of a session, oldest first.
    func calls(of session: SessionID) throws -> [String] {
        try onStage().callIDs().filter { try sessions(ofCall: standing(ofCall: $0)).contains(session) }
    }

    /// What sessions asked of the service, in the order of time.
    func actions(of sessions: [SessionID]) throws -> [Action] {
        let stage = try onStage()
        return try sessions.flatMap { session in
            // What is done again because nobody knows whether it was heard is still one action.
            var seen: Set<OperationID> = []
            return try stage.records(of: session).compactMap { record -> Action? in
                guard case .request(let request) = record.body, seen.insert(request.op).inserted else { return nil }
                return Action(
                    session: session, at: record.at, name: request.action, method: request.request.method,
                    path: request.request.path, body: (try? JSONValue(parsing: request.request.body)) ?? .null)
            }
        }
        .enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The same for one call: actions on connections of other calls of its sessions are left out.
    func actions(ofCall call: CallStanding) throws -> [Action] {
        try actions(of: sessions(ofCall: call)).filter { action in
            WirePath.connection(in: action.path).map(call.connections.contains) ?? true
        }
    }
}
