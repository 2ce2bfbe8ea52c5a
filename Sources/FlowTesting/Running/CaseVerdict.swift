import CallJournal
import CallModel

/// Whether a case went well, its story come about or not.
///
/// Undisturbed, the story has to come about and nobody may log an error. After a kill the story has to come about too,
/// unless its calls end as the case allows. When the service misbehaves, a story may fail. After either, once everybody
/// has hung up, no call may be left without an end and no session may stay or be stopped.
struct CaseVerdict {
    enum Disturbance {
        case none, crash, faults
    }

    private let spec: SpecCase
    private let stage: VirtualStage
    /// Seconds after which everything must have come to its end.
    private static let patience = 7_200.0

    init(_ spec: SpecCase, _ stage: VirtualStage) {
        self.spec = spec
        self.stage = stage
    }

    /// - Parameter found: why the story did not come about; nil when it did.
    /// - Returns: nil when the case went well.
    func verdict(_ found: SpecProblem?, disturbance: Disturbance) -> SpecProblem? {
        var found = found
        switch disturbance {
        case .none: break
        case .crash:
            if found != nil, !spec.options.ends.isEmpty, endsAsAllowed() { found = nil }
            // The kill may have come after the last sentence.
            if found == nil { found = leftBehind(nil) }
        case .faults: return found?.isUndrivable == true ? found : leftBehind(found)
        }
        guard let error = Self.flowError(in: stage.logEntries, spec) else { return found }
        // What the flow complained of is most likely why the story did not come about.
        guard var first = found else { return error }
        first.message += "; before that, \(error.message)"
        return first
    }

    /// Whether all calls end as the case allows.
    private func endsAsAllowed() -> Bool {
        settle(for: 600)
        return ids.allSatisfy { id in
            guard let outcome = try? stage.standing(ofCall: id).outcome else { return false }
            return spec.options.ends.contains(outcome)
        }
    }

    /// What is left when everybody has hung up; nil when nothing is.
    private func leftBehind(_ story: SpecProblem?) -> SpecProblem? {
        try? stage.setFaults(.init())
        settle(for: 600)
        for id in ids {
            for person in (try? stage.standing(ofCall: id).participants) ?? [] {
                try? stage.hangUp(SpecWorld.shown(person))
            }
        }
        settle(for: Self.patience)
        for id in ids {
            guard let call = try? stage.standing(ofCall: id), call.outcome == nil else { continue }
            return problem("call \(id) has no end, two hours after everybody hung up: it is \(call.state)", story)
        }
        for session in stage.sessions() {
            guard case .end(let end)? = stage.records(of: session).last?.body else {
                return problem("session \(session) is still there two hours after everybody hung up", story)
            }
            if end.way == .stopped { return problem("session \(session) was stopped: \(end.report)", story) }
        }
        return nil
    }

    private var ids: [String] { (try? stage.callIDs()) ?? [] }

    private func problem(_ message: String, _ story: SpecProblem?) -> SpecProblem {
        SpecProblem(
            file: spec.file, line: spec.line,
            message: message + (story.map { "; the story had come to: \($0.description)" } ?? ""))
    }

    private func settle(for seconds: Double) {
        let limit = stage.now + seconds
        while (try? stage.step(until: limit)) == true {}
    }

    /// The first error that a flow or the runtime logged: a case in which one happens has not gone well.
    static func flowError(in entries: [SpecLogEntry], _ spec: SpecCase) -> SpecProblem? {
        guard !spec.options.allowsErrors, let entry = entries.first(where: { $0.level >= .error }) else { return nil }
        let place = entry.line.map { " at \($0)" } ?? ""
        let reason = entry.reason.map { ": \($0)" } ?? ""
        return SpecProblem(
            file: spec.file, line: spec.line,
            message: "an error was logged\(place): \(entry.message)\(reason) "
                + "(write { allows_errors = true } if it is meant)")
    }
}
