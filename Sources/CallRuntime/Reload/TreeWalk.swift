import Glibc

/// Walks a tree and takes its survey. Each place is announced before it is looked at, so that a watch can be in place
/// first and nothing falls between.
struct TreeWalk {
    private struct Stop {
        let path: RawPath
        let relative: RawPath
        /// The folders above and this one: a link back to any of them is a loop.
        let line: [FileStamp.Identity]
    }

    private let root: RawPath
    private let limits: FlowTreeLimits
    private let takesSpecs: Bool
    private let announce: (WatchPlace) -> Void
    private var survey = TreeSurvey()
    private var entryCount = 0
    private var ahead: [Stop] = []

    private init(
        root: RawPath, limits: FlowTreeLimits, takesSpecs: Bool, announce: @escaping (WatchPlace) -> Void
    ) {
        self.root = root
        self.limits = limits
        self.takesSpecs = takesSpecs
        self.announce = announce
    }

    /// Takes the survey of the tree below a root, which is resolved anew.
    static func survey(
        root: RawPath, limits: FlowTreeLimits, takesSpecs: Bool, announce: @escaping (WatchPlace) -> Void
    ) throws(FlowTreeError) -> TreeSurvey {
        var walk = TreeWalk(root: root, limits: limits, takesSpecs: takesSpecs, announce: announce)
        try walk.begin()
        while let stop = walk.ahead.popLast() { try walk.visit(stop) }
        walk.survey.sources.sort { $0.relative.bytes.lexicographicallyPrecedes($1.relative.bytes) }
        walk.survey.folders.sort { $0.relative.bytes.lexicographicallyPrecedes($1.relative.bytes) }
        return walk.survey
    }

    private mutating func begin() throws(FlowTreeError) {
        LinkTrail.places(ofRoot: root).forEach(announce)
        switch FileStamp.of(root) {
        case .success(let stamp) where stamp.kind == .folder:
            add(Stop(path: root, relative: RawPath([]), line: [stamp.identity]))
        case .success: throw .rootNotFolder(path: root.display)
        case .failure(let failure) where failure.code == ENOENT: throw .missingRoot(path: root.display)
        case .failure(let failure): throw .unreadable(path: root.display, reason: failure.reason)
        }
    }

    private mutating func add(_ stop: Stop) {
        guard let identity = stop.line.last else { return }
        survey.folders.append(TreeSurvey.Folder(relative: stop.relative, identity: identity))
        ahead.append(stop)
    }

    private mutating func visit(_ stop: Stop) throws(FlowTreeError) {
        announce(WatchPlace(folder: stop.path, name: nil))
        for entry in try FolderListing.read(stop.path, takesSpecs: takesSpecs) {
            entryCount += 1
            if entryCount > limits.entries { throw .tooManyEntries(path: root.display, limit: limits.entries) }
            guard !entry.isHidden, entry.mayMatter else { continue }
            if entry.isLink { LinkTrail.places(of: entry.name, in: stop.path).forEach(announce) }
            try look(at: entry, in: stop)
        }
    }

    private mutating func look(at entry: FolderListing.Entry, in stop: Stop) throws(FlowTreeError) {
        let path = stop.path.appending(entry.name)
        switch FileStamp.of(path) {
        case .success(let stamp) where stamp.kind == .folder:
            // `lost+found` at the top of a volume belongs to the file system.
            if stop.line.contains(stamp.identity) || entry.name == Array("lost+found".utf8) { return }
            let relative = stop.relative.appending(entry.name)
            add(Stop(path: path, relative: relative, line: stop.line + [stamp.identity]))
        case .success(let stamp) where entry.isSource:
            if stamp.kind == .other { throw .notAFile(path: path.display) }
            try add(TreeSurvey.Source(relative: stop.relative.appending(entry.name), path: path, stamp: stamp))
        case .failure(let failure) where entry.isSource:
            if entry.isLink { throw .brokenLink(path: path.display, reason: failure.reason) }
            throw .unreadable(path: path.display, reason: failure.reason)
        case .success, .failure: return
        }
    }

    private mutating func add(_ source: TreeSurvey.Source) throws(FlowTreeError) {
        if source.stamp.size > limits.fileBytes {
            throw .fileTooLarge(path: source.path.display, limit: limits.fileBytes)
        }
        survey.sources.append(source)
        if survey.sources.count > limits.files { throw .tooManyFiles(path: root.display, limit: limits.files) }
    }
}
