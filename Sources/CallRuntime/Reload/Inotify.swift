import Glibc

/// One line from the kernel about a watched folder.
struct InotifyEvent: Equatable, Sendable {
    let watch: Int32
    let mask: UInt32
    let name: [UInt8]

    /// Reads the records of one `read`; a record that is cut short ends the list.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [InotifyEvent] {
        let header = 16
        var events: [InotifyEvent] = []
        var start = 0
        while start + header <= bytes.count {
            let length = Int(bytes.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
            let end = start + header + length
            guard end <= bytes.count else { break }
            // The name is padded with zeros.
            let name = bytes[(start + header)..<end].prefix { $0 != 0 }
            events.append(
                InotifyEvent(
                    watch: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self),
                    mask: bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self),
                    name: Array(name)))
            start = end
        }
        return events
    }
}

/// What watches folders: inotify, or something else in a test.
protocol FolderEvents: AnyObject {
    /// Becomes readable when there are events.
    var descriptor: Int32 { get }
    /// Watches a folder; the same folder gives the same number.
    func watch(_ folder: RawPath) -> Result<Int32, SystemFailure>
    func forget(_ watch: Int32)
    /// Some of the events there are, without waiting for any.
    func read() -> [InotifyEvent]
}

/// One inotify instance.
final class Inotify: FolderEvents {
    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    private init(descriptor: Int32) { self.descriptor = descriptor }

    static func open() -> Result<any FolderEvents, SystemFailure> {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        return descriptor < 0 ? .failure(SystemFailure(code: errno)) : .success(Inotify(descriptor: descriptor))
    }

    deinit { close(descriptor) }

    func watch(_ folder: RawPath) -> Result<Int32, SystemFailure> {
        let changes = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
        let ends = IN_DELETE_SELF | IN_MOVE_SELF
        let mask = UInt32(changes | ends) | UInt32(IN_ONLYDIR)
        let watch = folder.withCString { inotify_add_watch(descriptor, $0, mask) }
        return watch < 0 ? .failure(SystemFailure(code: errno)) : .success(watch)
    }

    func forget(_ watch: Int32) {
        // Fails if the folder is gone, and the watch with it.
        _ = inotify_rm_watch(descriptor, watch)
    }

    func read() -> [InotifyEvent] {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return [] }
        return buffer.withUnsafeBytes { InotifyEvent.parse(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
}
