import Foundation
import Testing

@testable import CallRuntime

@Suite struct WatchedFoldersTests {
    /// Numbers folders by their path.
    private final class NumberedFolders: FolderEvents {
        let descriptor: Int32 = -1
        var failures: [String: Int32] = [:]
        private(set) var forgotten: [Int32] = []

        func watch(_ folder: RawPath) -> Result<Int32, SystemFailure> {
            if let code = failures[folder.display] { return .failure(SystemFailure(code: code)) }
            return .success(Int32(folder.bytes.count))
        }

        func forget(_ watch: Int32) { forgotten.append(watch) }
        func read() -> [InotifyEvent] { [] }
    }

    private let events = NumberedFolders()
    private let folders: WatchedFolders

    init() { folders = WatchedFolders(events) }

    private func scan(complete: Bool = true, _ places: (folder: String, name: String?)...) {
        folders.begin()
        for (folder, name) in places {
            folders.add(WatchPlace(folder: RawPath(folder), name: name.map { Array($0.utf8) }))
        }
        folders.finish(complete: complete)
    }

    private func isHint(_ watch: Int32, _ name: String, mask: UInt32 = UInt32(IN_MODIFY)) -> Bool {
        folders.isHint(InotifyEvent(watch: watch, mask: mask, name: Array(name.utf8)))
    }

    @Test func onlyNamesThatMatterAreHints() {
        scan(("a", "x"), ("a", "y"), ("bb", nil), ("bb", "x"))
        #expect(isHint(1, "x") && isHint(1, "y") && !isHint(1, "z"))
        #expect(isHint(1, "", mask: UInt32(IN_DELETE_SELF)))
        #expect(isHint(2, "whatever"))
        #expect(!isHint(3, "x"))
    }

    @Test func anOverflowIsAHint() {
        #expect(isHint(-1, "", mask: UInt32(IN_Q_OVERFLOW)))
    }

    @Test func aCompleteScanLeavesOnlyItsOwnWatches() {
        scan(("a", nil), ("bb", nil))
        scan(("bb", nil), ("ccc", nil))
        #expect(events.forgotten == [1])
        #expect(!isHint(1, "x") && isHint(2, "x") && isHint(3, "x"))
    }

    @Test func aScanThatFailedOnItsWayKeepsTheOldWatches() {
        scan(("a", nil))
        scan(complete: false, ("bb", nil))
        #expect(events.forgotten.isEmpty)
        #expect(isHint(1, "x") && isHint(2, "x"))
    }

    @Test func onlyAShortageOfWatchesIsAFailure() {
        events.failures = ["gone": ENOENT, "many": ENOSPC]
        scan(("gone", nil))
        #expect(folders.failure == nil)
        scan(("many", nil))
        #expect(folders.failure == SystemFailure(code: ENOSPC))
    }
}
