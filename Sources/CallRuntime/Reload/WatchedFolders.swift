import Glibc

/// The watches on all folders where a change of the tree would show, renewed with every scan: a folder can be another
/// one behind the same name.
final class WatchedFolders {
    /// The names that matter in a folder.
    private enum Names {
        case all
        case only(Set<[UInt8]>)

        func merged(with other: Names?) -> Names {
            switch (self, other) {
            case (.only(let mine), .only(let theirs)): .only(mine.union(theirs))
            case (_, nil): self
            default: .all
            }
        }
    }

    private let events: any FolderEvents
    private var current: [Int32: Names] = [:]
    private var renewed: [Int32: Names] = [:]
    /// Why a folder could not be watched in the last scan, if one could not.
    private(set) var failure: SystemFailure?

    init(_ events: any FolderEvents) { self.events = events }

    /// Starts a scan.
    func begin() {
        renewed = [:]
        failure = nil
    }

    /// Watches a place that the scan is about to look at.
    func add(_ place: WatchPlace) {
        switch events.watch(place.folder) {
        case .success(let watch):
            let names: Names = place.name.map { .only([$0]) } ?? .all
            renewed[watch] = names.merged(with: renewed[watch])
        // What is not there or not to be read is no matter of watching: the scan itself says so.
        case .failure(let failure) where [ENOENT, ENOTDIR, EACCES, ELOOP].contains(failure.code): break
        case .failure(let failure): self.failure = failure
        }
    }

    /// Ends a scan. One that got through leaves only its own watches; one that failed on its way adds to the old.
    func finish(complete: Bool) {
        for (watch, names) in current where renewed[watch] == nil {
            if complete { events.forget(watch) } else { renewed[watch] = names }
        }
        current = renewed
    }

    /// Whether an event may mean a change of the tree.
    func isHint(_ event: InotifyEvent) -> Bool {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
        switch current[event.watch] {
        case nil: return false
        case .all: return true
        // Without a name the event is about the folder itself.
        case .only(let names): return event.name.isEmpty || names.contains(event.name)
        }
    }
}
