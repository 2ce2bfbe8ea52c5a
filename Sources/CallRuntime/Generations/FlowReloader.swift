import FlowEngine
import Foundation
import Logging

/// The flows cannot be loaded, and there is no older generation to go on with.
public struct FlowLoadFailure: Error, Sendable {
    /// What is wrong, flow by flow.
    public var problems: [FlowProblem]
}

/// Keeps the generation up to date with a folder.
public final class FlowReloader: Sendable {
    private let root: String
    private let keeper: GenerationKeeper
    private let logger: Logger

    /// A reloader that does nothing yet.
    public init(root: String, keeper: GenerationKeeper, logger: Logger) {
        self.root = root
        self.keeper = keeper
        self.logger = logger
    }

    /// Loads the flows once.
    public func loadFirst() throws(FlowLoadFailure) {
        let tree: FlowTree
        do throws(FlowTreeError) {
            tree = try FlowTreeScanner().scan(root: root)
        } catch {
            throw FlowLoadFailure(problems: [FlowProblem(reason: error.description)])
        }
        if case .refused(let problems) = keeper.load(FlowSources(files: tree.files), at: Date().timeIntervalSince1970) {
            throw FlowLoadFailure(problems: problems)
        }
    }

    /// Watches from now on.
    public func start() {}
    /// Looks at the folder now.
    public func scanNow() {}
    /// Watches no more.
    public func stop() {}
}
