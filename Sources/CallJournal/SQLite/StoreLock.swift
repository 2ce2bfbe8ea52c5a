import Foundation
import NIOConcurrencyHelpers

/// The lock file beside a store, held for the life of the process that writes it: `PATH.lock`, with its pid inside.
///
/// The file stays when the lock is gone: removing it would let two processes lock two files of one name.
final class StoreLock: Sendable {
    /// Nil once it is given back.
    private let descriptor: NIOLockedValueBox<Int32?>

    /// Takes the lock of a store.
    init(store: String) throws(JournalFault) {
        let path = store + ".lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalFault(isPassing: false, "the lock file \(path) cannot be opened: \(Self.reason)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw JournalFault(
                isPassing: false,
                "the store \(store) is in use by \(holder.map { "process \($0)" } ?? "another process"), which holds "
                    + "\(path); one process at a time may write a store")
        }
        let pid = Array("\(getpid())\n".utf8)
        // What does not get written is only missing from the sentence above.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, pid, pid.count, 0)
        self.descriptor = NIOLockedValueBox(descriptor)
    }

    deinit { release() }

    /// Gives the lock back.
    func release() {
        descriptor.withLockedValue { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(
            String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    static var reason: String { String(cString: strerror(errno)) }
}
