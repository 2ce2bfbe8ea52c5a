/// Reads a folder of flows as it was at one moment.
///
/// Every `*.lua` file below the root belongs to the tree, except specs (`*_spec.lua`), unless they are asked for, and
/// whatever lies below a name that starts with a dot. Links are followed, also through hidden folders (`reception.lua -> ..data/reception.lua`).
public struct FlowTreeScanner: Sendable {
    private let limits: FlowTreeLimits
    private let takesSpecs: Bool
    /// Called after each reading and before the check that nothing changed meanwhile; lets a test change something.
    private let afterReading: @Sendable (_ attempt: Int) -> Void

    /// Makes a scanner.
    /// - Parameter takesSpecs: whether specs belong to the tree.
    public init(limits: FlowTreeLimits = FlowTreeLimits(), takesSpecs: Bool = false) {
        self.init(limits: limits, takesSpecs: takesSpecs, afterReading: { _ in })
    }

    init(
        limits: FlowTreeLimits = FlowTreeLimits(), takesSpecs: Bool = false,
        afterReading: @escaping @Sendable (Int) -> Void
    ) {
        self.limits = limits
        self.takesSpecs = takesSpecs
        self.afterReading = afterReading
    }

    /// Resolves the root, reads the tree, and reads it again if anything changed meanwhile.
    public func scan(root: String) throws(FlowTreeError) -> FlowTree {
        try scan(root: root, announce: { _ in })
    }

    /// The same, announcing each place where a later change would show before looking there.
    func scan(root: String, announce: @escaping (WatchPlace) -> Void) throws(FlowTreeError) -> FlowTree {
        var lastError: FlowTreeError?
        for attempt in 1...max(1, limits.tries) {
            do throws(FlowTreeError) {
                if let tree = try attemptScan(RawPath(root), attempt, announce) { return tree }
                lastError = nil
            } catch {
                // Half of a change looks like an error: believe it the second time.
                if lastError == error { throw error }
                lastError = error
            }
        }
        throw lastError ?? .keepsChanging(path: root, tries: max(1, limits.tries))
    }

    private func attemptScan(
        _ root: RawPath, _ attempt: Int, _ announce: @escaping (WatchPlace) -> Void
    ) throws(FlowTreeError) -> FlowTree? {
        let before = try TreeWalk.survey(
            root: root, limits: limits, takesSpecs: takesSpecs, announce: announce)
        guard let files = try read(before, root: root) else { return nil }
        afterReading(attempt)
        let after = try TreeWalk.survey(
            root: root, limits: limits, takesSpecs: takesSpecs, announce: announce)
        return before == after ? FlowTree(files: files) : nil
    }

    private func read(_ survey: TreeSurvey, root: RawPath) throws(FlowTreeError) -> [String: [UInt8]]? {
        var files: [String: [UInt8]] = [:]
        var total = 0
        for source in survey.sources {
            guard let path = String(validating: source.relative.bytes, as: UTF8.self) else {
                throw .pathNotUTF8(path: source.path.display)
            }
            guard let bytes = try SourceFile.read(source, limits: limits) else { return nil }
            total += bytes.count
            if total > limits.treeBytes { throw .treeTooLarge(path: root.display, limit: limits.treeBytes) }
            if files.updateValue(bytes, forKey: path) != nil { throw .ambiguousPath(path: source.path.display) }
        }
        return files
    }
}
