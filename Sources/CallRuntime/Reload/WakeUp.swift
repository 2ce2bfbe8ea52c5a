import Glibc
import NIOConcurrencyHelpers

/// Wakes a thread that waits in `poll`, and says what for. (A pair of sockets:
/// Swift's Glibc has neither `eventfd` nor `pipe2`.)
final class WakeUp: Sendable {
    struct Wish: Sendable {
        var stop = false
        var scan = false
    }

    /// Becomes readable when there is a wish; -1 if the system gave no sockets, so that wishes wait to be asked for.
    let descriptor: Int32
    private let writer: Int32
    private let wish = NIOLockedValueBox(Wish())

    init() {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let isOpen = socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0
        descriptor = isOpen ? ends[0] : -1
        writer = isOpen ? ends[1] : -1
    }

    deinit {
        for end in [descriptor, writer] where end >= 0 { close(end) }
    }

    func stop() { add { $0.stop = true } }

    func scan() { add { $0.scan = true } }

    /// The wish so far. A stop stays, a scan is given once.
    func take() -> Wish {
        var bytes = [UInt8](repeating: 0, count: 256)
        while descriptor >= 0, read(descriptor, &bytes, bytes.count) == bytes.count {}
        return wish.withLockedValue { wish in
            defer { wish.scan = false }
            return wish
        }
    }

    private func add(_ change: (inout Wish) -> Void) {
        wish.withLockedValue { change(&$0) }
        // A full buffer is readable, which is all it has to be.
        var byte: UInt8 = 1
        if writer >= 0 { _ = write(writer, &byte, 1) }
    }
}
