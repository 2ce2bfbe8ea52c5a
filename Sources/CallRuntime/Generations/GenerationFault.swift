import CallJournal
import FlowEngine

/// Why a generation cannot be had, or a rollout not be changed.
public enum GenerationFault: Error, Sendable, Equatable {
    /// No generation, or no environment, has this name.
    case unknown(String)
    /// The beginning of an id fits several.
    case ambiguous(String, [String])
    /// This binary cannot run it.
    case level(id: String, level: Int)
    /// What is kept cannot be used: damaged, or written by a newer version.
    case unusable(String)
    /// It does not load with these settings.
    case broken(id: String, [FlowProblem])
    /// The request makes no sense as things are.
    case conflict(String)
    /// The request itself is wrong.
    case invalid(String)
    /// The store refused.
    case store(JournalFault)
}

extension GenerationFault: CustomStringConvertible {
    /// A sentence for a person, with what to do.
    public var description: String {
        switch self {
        case .unknown(let name): "there is no \(name) in the store"
        case .ambiguous(let prefix, let ids):
            "'\(prefix)' begins \(ids.count) ids: \(ids.prefix(5).map { String($0.prefix(16)) }.joined(separator: ", "))"
                + "; give more of it"
        case .level(let id, let level): "generation \(id.prefix(10)) cannot run: \(unsupported(level: level))"
        case .unusable(let reason): reason
        case .broken(let id, let problems):
            "generation \(id.prefix(10)) does not load with the settings of now: "
                + problems.map(\.description).joined(separator: "; ")
        case .conflict(let reason), .invalid(let reason): reason
        case .store(let fault): "the store refused: \(fault)"
        }
    }

    /// Whether the same may succeed later, without anybody doing anything.
    public var isPassing: Bool {
        if case .store(let fault) = self { return fault.isPassing }
        return false
    }
}
