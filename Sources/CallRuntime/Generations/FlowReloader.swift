import Dispatch
import FlowEngine
import Foundation
import Logging
import NIOConcurrencyHelpers

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
    private let retry: Duration
    private let logger: Logger
    private let hearsEdit: @Sendable (FlowSources) -> Void
    /// Edits are taken one at a time and off the event loops.
    private let turns = Turns()
    private let edits = NIOLockedValueBox(Edits())

    private struct Edits: Sendable {
        var judge = BrokenEditGuard()
        /// The hash of the newest tree; an older one that was held is forgotten.
        var newest = ""
    }

    /// A reloader that does nothing yet.
    /// - Parameters:
    ///   - retry: after how long an edit is tried again that the store did not keep.
    ///   - hearsEdit: given each edit that is used or refused, not those that look unfinished; it must return at once.
    public init(
        root: String, keeper: GenerationKeeper, times: FlowWatchTimes = FlowWatchTimes(),
        retry: Duration = .seconds(2), logger: Logger, hearsEdit: @escaping @Sendable (FlowSources) -> Void = { _ in }
    ) {
        self.root = root
        self.keeper = keeper
        self.retry = retry
        self.logger = logger
        self.hearsEdit = hearsEdit
        watcher = FlowWatcher(root: root, times: times)
    }

    /// Takes up what operators had decided, and loads the flows once. While other flows are pinned, those on disk may be
    /// broken; then that is only told.
    /// - Throws: when there is nothing that new calls could get.
    public func loadFirst() async throws(FlowLoadFailure) {
        do throws(GenerationFault) {
            try await keeper.restore()
        } catch {
            throw FlowLoadFailure(problems: [FlowProblem(reason: "which flows were in use is not known: \(error)")])
        }
        for problem in keeper.status.problems { logger.error("\(problem.reason)") }
        switch await turns.run({ await self.takeNow(isFirst: true) }) {
        case .refused(let problems):
            guard keeper.current != nil else { throw FlowLoadFailure(problems: problems) }
        case .unsaved(let fault):
            guard keeper.current != nil else {
                throw FlowLoadFailure(problems: [FlowProblem(reason: "the store cannot keep the flows: \(fault)")])
            }
        case .swapped, .kept, .unchanged: break
        }
    }

    /// Watches from now on.
    public func start() {
        watcher.start(
            onTree: { tree in self.turns.add { _ = await self.take(tree, isMeant: false) } },
            onProblem: { error in
                if error is FlowWatchError {
                    // The flows are fine; edits are only seen later.
                    return self.logger.warning("the flows are watched less closely", metadata: ["reason": "\(error)"])
                }
                self.logger.error("the flows cannot be read; the last good ones stay", metadata: ["reason": "\(error)"])
                self.keeper.refuse([FlowProblem(reason: "\(error)")], at: self.now)
            })
    }

    /// Reads the folder now and takes what is there. Whoever asks means it: a flow that is gone or has no hooks is not
    /// taken for an unfinished edit.
    public func reload() async -> GenerationKeeper.Change { await turns.run { await self.takeNow() } }

    /// Watches no more.
    public func stop() { watcher.stop() }

    private var now: Double { Date().timeIntervalSince1970 }
    private var monotonic: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    /// - Parameter isFirst: nobody is told of flows that were not edited.
    private func takeNow(isFirst: Bool = false) async -> GenerationKeeper.Change {
        let tree: FlowTree
        do throws(FlowTreeError) {
            tree = try FlowTreeScanner().scan(root: root)
        } catch {
            let problem = FlowProblem(reason: error.description)
            keeper.refuse([problem], at: now)
            return .refused([problem])
        }
        guard !tree.flowEntries.isEmpty else {
            let problem = FlowProblem(reason: "there is no flow in \(root); a flow is NAME.lua or NAME/main.lua")
            keeper.refuse([problem], at: now)
            return .refused([problem])
        }
        return await take(tree, isMeant: true, isFirst: isFirst)
    }

    /// An edit: loaded, judged, kept in the store, swapped in or held.
    private func take(_ tree: FlowTree, isMeant: Bool, isFirst: Bool = false) async -> GenerationKeeper.Change {
        edits.withLockedValue { $0.newest = tree.hash }
        let sources = FlowSources(files: tree.files)
        let report = keeper.check(sources)
        guard report.problems.isEmpty else {
            hearsEdit(sources)
            let change = await keeper.take(report, at: now)
            edits.withLockedValue { $0.judge.interrupted() }
            for problem in report.problems {
                logger.error("a broken edit is not used; the last good flows stay", metadata: Self.metadata(problem))
            }
            return change
        }
        let verdict = edits.withLockedValue { edits in
            if isMeant {
                edits.judge = BrokenEditGuard(lastGood: tree, flowsWithoutHooks: report.flowsWithoutHooks)
                return BrokenEditGuard.Verdict.accept(tree)
            }
            return edits.judge.observe(tree, at: monotonic, flowsWithoutHooks: report.flowsWithoutHooks)
        }
        switch verdict {
        case .accept:
            hearsEdit(sources)
            return await use(report, of: tree, isFirst: isFirst)
        case .hold(let problems, let until): return hold(tree, problems, until)
        }
    }

    private func use(
        _ report: FlowLoader.Report, of tree: FlowTree, isFirst: Bool
    ) async -> GenerationKeeper.Change {
        let hadProblems = !keeper.status.problems.isEmpty
        let change = await keeper.take(report, at: now)
        let flows = report.flowNames.joined(separator: ",")
        switch change {
        case .swapped(let generation):
            logger.log(
                level: isFirst ? .debug : .info, isFirst ? "the flows are loaded" : "new calls get the new flows",
                metadata: ["generation": "\(generation.shortID)", "flows": "\(flows)"])
            warn(of: report.flowsWithoutHooks)
        case .kept(let generation):
            logger.warning(
                "an edit is kept, and new calls do not get it: other flows are pinned",
                metadata: [
                    "generation": "\(generation.shortID)", "pinned": "\(keeper.current?.shortID ?? "")",
                    "flows": "\(flows)",
                ])
            warn(of: report.flowsWithoutHooks)
        case .unchanged: if hadProblems { logger.info("the flows are as they were again") }
        case .refused(let problems):
            for problem in problems {
                logger.error("an edit is not used; the last good flows stay", metadata: Self.metadata(problem))
            }
        case .unsaved(let fault):
            logger.error(
                "the store cannot keep an edit; the last good flows stay", metadata: ["reason": "\(fault)"])
            if fault.isPassing { again(tree, after: retry) }
        }
        return change
    }

    private func hold(
        _ tree: FlowTree, _ problems: [BrokenEditGuard.Problem], _ until: Double
    ) -> GenerationKeeper.Change {
        let seconds = max(1, Int((until - monotonic).rounded(.up)))
        for problem in problems {
            logger.warning(
                "an edit looks unfinished; the last good flows stay unless it is still so in \(seconds) s",
                metadata: ["reason": "\(problem)"])
        }
        let found = problems.map { FlowProblem(file: $0.file, reason: "\($0)") }
        keeper.refuse(found, at: now)
        again(tree, after: .seconds(max(0.01, until - monotonic)))
        return .refused(found)
    }

    /// Takes a tree once more, unless a newer one has come.
    private func again(_ tree: FlowTree, after wait: Duration) {
        Task { [weak self] in
            try? await Task.sleep(for: wait)
            self?.turns.add { [weak self] in
                guard let self, edits.withLockedValue({ $0.newest }) == tree.hash else { return }
                _ = await take(tree, isMeant: false)
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
