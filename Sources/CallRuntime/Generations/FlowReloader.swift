import Dispatch
import FlowEngine
import Foundation
import Logging

/// The flows cannot be loaded, and there is no older generation to go on with.
public struct FlowLoadFailure: Error, Sendable {
    /// What is wrong, flow by flow.
    public var problems: [FlowProblem]
}

/// Keeps the generation up to date with a folder: watches it, loads every edit beside what runs, and swaps in only what
/// is whole. What triggers lies in the watcher, what is believed in the guard, what is loaded in the keeper.
public final class FlowReloader: Sendable {
    private let root: String
    private let keeper: GenerationKeeper
    private let watcher: FlowWatcher
    private let logger: Logger
    /// Everything below happens on this queue, one edit at a time and off the event loops.
    private let queue = DispatchQueue(label: "hookswitch.flows")
    private let edits: NonSendableBox

    /// What the queue owns.
    private final class Edits {
        var judge = BrokenEditGuard()
        /// The newest tree; an older one that was held is forgotten.
        var newest: FlowTree?
    }

    /// Only ever touched on `queue`, which is serial; that is why it may cross.
    private final class NonSendableBox: @unchecked Sendable {
        let edits = Edits()
    }

    /// A reloader that does nothing yet.
    public init(root: String, keeper: GenerationKeeper, times: FlowWatchTimes = FlowWatchTimes(), logger: Logger) {
        self.root = root
        self.keeper = keeper
        self.logger = logger
        watcher = FlowWatcher(root: root, times: times)
        edits = NonSendableBox()
    }

    /// Loads the flows once.
    /// - Throws: when they cannot be loaded, or there are none.
    public func loadFirst() throws(FlowLoadFailure) {
        let tree: FlowTree
        do throws(FlowTreeError) {
            tree = try FlowTreeScanner().scan(root: root)
        } catch {
            throw FlowLoadFailure(problems: [FlowProblem(reason: error.description)])
        }
        let report = keeper.check(FlowSources(files: tree.files))
        if report.flowNames.isEmpty {
            throw FlowLoadFailure(problems: [
                FlowProblem(reason: "there is no flow in \(root); a flow is NAME.lua or NAME/main.lua")
            ])
        }
        if case .refused(let problems) = keeper.swap(in: report, at: now) {
            throw FlowLoadFailure(problems: problems)
        }
        warn(of: report.flowsWithoutHooks)
        queue.sync { _ = edits.edits.judge.observe(tree, at: monotonic, flowsWithoutHooks: report.flowsWithoutHooks) }
    }

    /// Watches from now on.
    public func start() {
        watcher.start(
            onTree: { tree in self.queue.async { self.take(tree) } },
            onProblem: { error in
                if error is FlowWatchError {
                    // The flows are fine; edits are only seen later.
                    return self.logger.warning("the flows are watched less closely", metadata: ["reason": "\(error)"])
                }
                self.logger.error("the flows cannot be read; the last good ones stay", metadata: ["reason": "\(error)"])
                self.keeper.refuse([FlowProblem(reason: "\(error)")], at: self.now)
            })
    }

    /// Looks at the folder now, without waiting for quiet.
    public func scanNow() { watcher.scanNow() }

    /// Watches no more.
    public func stop() { watcher.stop() }

    private var now: Double { Date().timeIntervalSince1970 }
    private var monotonic: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    /// An edit: loaded, judged, swapped in or held.
    private func take(_ tree: FlowTree) {
        edits.edits.newest = tree
        let report = keeper.check(FlowSources(files: tree.files))
        guard report.problems.isEmpty else {
            _ = keeper.swap(in: report, at: now)
            edits.edits.judge.interrupted()
            for problem in report.problems {
                logger.error("a broken edit is not used; the last good flows stay", metadata: Self.metadata(problem))
            }
            return
        }
        let hadProblems = !keeper.status.problems.isEmpty
        switch edits.edits.judge.observe(tree, at: monotonic, flowsWithoutHooks: report.flowsWithoutHooks) {
        case .accept:
            switch keeper.swap(in: report, at: now) {
            case .swapped(let generation):
                logger.info(
                    "new calls get the new flows",
                    metadata: [
                        "generation": "\(generation.shortID)", "flows": "\(report.flowNames.joined(separator: ","))",
                    ])
                warn(of: report.flowsWithoutHooks)
            case .unchanged: if hadProblems { logger.info("the flows are as they were again") }
            case .refused: break
            }
        case .hold(let problems, let until):
            let seconds = max(1, Int((until - monotonic).rounded(.up)))
            for problem in problems {
                logger.warning(
                    "an edit looks unfinished; the last good flows stay unless it is still so in \(seconds) s",
                    metadata: ["reason": "\(problem)"])
            }
            keeper.refuse(problems.map { FlowProblem(file: $0.file, reason: "\($0)") }, at: now)
            queue.asyncAfter(deadline: .now() + max(0.01, until - monotonic)) { [weak self] in
                guard let self, edits.edits.newest == tree else { return }
                take(tree)
            }
        }
    }

    private func warn(of flows: Set<String>) {
        for flow in flows.sorted() { logger.warning("a flow registers no hook", metadata: ["flow": "\(flow)"]) }
    }

    private static func metadata(_ problem: FlowProblem) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["reason": "\(problem.reason)"]
        if let flow = problem.flow { metadata["flow"] = "\(flow)" }
        if let file = problem.file { metadata["line"] = "\(file)\(problem.line.map { ":\($0)" } ?? "")" }
        return metadata
    }
}
