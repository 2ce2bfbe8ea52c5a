/// Tells a half-finished or mistaken edit from a wanted one.
///
/// An empty or a cut file is valid Lua, so compiling does not find out. A file that shrank to nothing, a flow that lost
/// all its hooks and a flow that vanished are held until they have stayed so for a while. Whoever is told to hold
/// observes again at the time given, with the same tree if no newer one has come.
public struct BrokenEditGuard: Sendable {
    /// One reason to take an edit for a broken one.
    public struct Problem: Sendable, Hashable {
        /// What happened to the file.
        public enum Reason: Sendable, Hashable {
            /// The file had contents and has none now.
            case emptied
            /// The flow that starts from this file is gone.
            case flowVanished(flow: String)
            /// The flow that starts from this file had hooks and has none now.
            case hooksVanished(flow: String)
        }

        /// The relative path of the file.
        public let file: String
        /// What happened to it.
        public let reason: Reason

        /// Makes a problem.
        public init(file: String, reason: Reason) {
            self.file = file
            self.reason = reason
        }
    }

    /// What to do with a tree.
    public enum Verdict: Sendable, Equatable {
        /// Use it; it is the last good tree from now on.
        case accept(FlowTree)
        /// Keep the last good tree, and observe again at `until`.
        case hold(problems: [Problem], until: Double)
    }

    /// The last tree that was accepted.
    public private(set) var lastGood: FlowTree?

    private let patience: Double
    private var lastWithoutHooks: Set<String> = []
    private var since: [Problem: Double] = [:]

    /// Makes a guard. Without a last good tree the first one observed is accepted as it is.
    ///
    /// - Parameters:
    ///   - lastGood: The tree in use.
    ///   - flowsWithoutHooks: The flows in it that have no hooks.
    ///   - patience: For how many seconds an edit must stay as it is to be believed.
    public init(lastGood: FlowTree? = nil, flowsWithoutHooks: Set<String> = [], patience: Double = 10) {
        self.lastGood = lastGood
        self.lastWithoutHooks = flowsWithoutHooks
        self.patience = patience
    }

    /// Judges a tree.
    ///
    /// - Parameters:
    ///   - tree: The tree as it is now.
    ///   - now: The time in seconds, on any clock that does not go back.
    ///   - flowsWithoutHooks: The flows in this tree that have no hooks, as the loader found.
    public mutating func observe(_ tree: FlowTree, at now: Double, flowsWithoutHooks: Set<String>) -> Verdict {
        let problems = problems(of: tree, flowsWithoutHooks)
        // A problem that went away and comes back waits anew; one that stays keeps its time whatever else changes.
        since = Dictionary(uniqueKeysWithValues: problems.map { ($0, since[$0] ?? now) })
        if let latest = since.values.max(), now < latest + patience {
            return .hold(problems: problems, until: latest + patience)
        }
        lastGood = tree
        lastWithoutHooks = flowsWithoutHooks
        since = [:]
        return .accept(tree)
    }

    /// An edit came between that could not be loaded: what was held has not stayed as it was, and waits anew.
    public mutating func interrupted() { since = [:] }

    private func problems(of tree: FlowTree, _ flowsWithoutHooks: Set<String>) -> [Problem] {
        guard let lastGood else { return [] }
        let emptied = lastGood.paths.filter { path in
            guard let now = tree.files[path], let before = lastGood.files[path] else { return false }
            return Self.isBlank(now) && !Self.isBlank(before)
        }
        let flows = lastGood.flowEntries.sorted { $0.key < $1.key }.compactMap { flow, path -> Problem? in
            guard let entry = tree.flowEntries[flow] else {
                return Problem(file: path, reason: .flowVanished(flow: flow))
            }
            let lostHooks = flowsWithoutHooks.contains(flow) && !lastWithoutHooks.contains(flow)
            guard lostHooks, !emptied.contains(entry) else { return nil }
            return Problem(file: entry, reason: .hooksVanished(flow: flow))
        }
        return emptied.map { Problem(file: $0, reason: .emptied) } + flows
    }

    /// No contents, or only blanks and line ends.
    private static func isBlank(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
    }
}

extension BrokenEditGuard.Problem: CustomStringConvertible {
    /// File and reason in one line.
    public var description: String {
        switch reason {
        case .emptied: "\(file): the file is empty now"
        case .flowVanished(let flow): "\(file): the flow \(flow) is gone"
        case .hooksVanished(let flow): "\(file): the flow \(flow) has no hooks any more"
        }
    }
}
