import Glibc

/// What the thread of a watcher does: wait, scan, tell.
struct WatchLoop {
    struct Setup: Sendable {
        let root: String
        let scanner: FlowTreeScanner
        let times: FlowWatchTimes
        let openEvents: @Sendable () -> Result<any FolderEvents, SystemFailure>
        let onTree: @Sendable (FlowTree) -> Void
        let onProblem: @Sendable (any Error) -> Void
    }

    private let setup: Setup
    private let wakeUp: WakeUp
    private let events: (any FolderEvents)?
    private let folders: WatchedFolders?
    private var hints: QuietPeriod
    private var netDue = 0.0
    private var deliveredHash: String?
    private var toldScanError: FlowTreeError?
    private var hasToldWatchError = false

    /// Opens the events, and says so if there are none.
    init(_ setup: Setup, wakeUp: WakeUp) {
        self.setup = setup
        self.wakeUp = wakeUp
        hints = QuietPeriod(quiet: setup.times.quiet.inSeconds, longest: setup.times.longest.inSeconds)
        switch setup.openEvents() {
        case .success(let opened):
            events = opened
            folders = WatchedFolders(opened)
        case .failure(let failure):
            events = nil
            folders = nil
            setup.onProblem(FlowWatchError.noNotices(reason: failure.reason, net: setup.times.net))
        }
    }

    /// Returns once a stop is wished for.
    mutating func run() {
        var wantsScan = true
        while true {
            let wish = wakeUp.take()
            if wish.stop { return }
            if wantsScan || wish.scan || due <= Self.now() { scan() } else { wait() }
            wantsScan = false
        }
    }

    private var due: Double { min(hints.due ?? .infinity, netDue) }

    private mutating func wait() {
        var sources = [
            pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: events?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        // Without a way to be woken, look now and then.
        let longest = wakeUp.descriptor < 0 ? 0.1 : 60
        let seconds = max(0, min(due - Self.now(), longest))
        guard poll(&sources, nfds_t(sources.count), Int32((seconds * 1000).rounded(.up))) > 0 else { return }
        guard sources[1].revents != 0, let events, let folders else { return }
        if events.read().contains(where: folders.isHint) { hints.hint(at: Self.now()) }
    }

    private mutating func scan() {
        hints.clear()
        let outcome = readTree()
        tellWatchError()
        netDue = Self.now() + setup.times.net.inSeconds
        switch outcome {
        case .success(let tree):
            // After an error the same tree is news: it says that the error has gone.
            let hasRecovered = toldScanError != nil
            toldScanError = nil
            if tree.hash == deliveredHash, !hasRecovered { return }
            deliveredHash = tree.hash
            setup.onTree(tree)
        case .failure(let error):
            // Whatever writes there goes on: as good as a hint.
            if case .keepsChanging = error { hints.hint(at: Self.now()) }
            if error == toldScanError { return }
            toldScanError = error
            setup.onProblem(error)
        }
    }

    private func readTree() -> Result<FlowTree, FlowTreeError> {
        folders?.begin()
        let outcome = Result { () throws(FlowTreeError) in
            try setup.scanner.scan(root: setup.root, announce: { [folders] in folders?.add($0) })
        }
        folders?.finish(complete: (try? outcome.get()) != nil)
        return outcome
    }

    private mutating func tellWatchError() {
        guard let failure = folders?.failure, !hasToldWatchError else { return }
        hasToldWatchError = true
        setup.onProblem(FlowWatchError.someNotices(reason: failure.reason, net: setup.times.net))
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
