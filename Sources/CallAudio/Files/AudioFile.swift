#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of sound whose bytes are made as they are asked for, in any order: never a whole recording in memory.
public struct AudioFile: Sendable {
    /// The most bytes that ``chunks`` gives at once.
    public static let chunkSize = 64 * 1_024

    /// How many bytes there are.
    public let count: Int
    /// The media type, such as `audio/wav`.
    public let mediaType: String
    private let read: @Sendable (Range<Int>) -> [UInt8]

    init(count: Int, mediaType: String, read: @escaping @Sendable (Range<Int>) -> [UInt8]) {
        (self.count, self.mediaType, self.read) = (count, mediaType, read)
    }

    /// Some of the bytes; fewer where there are no more.
    public func bytes(_ range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: 0..<count)
        return range.isEmpty ? [] : read(range)
    }

    /// All bytes in order, at most ``chunkSize`` at once.
    public var chunks: some Sequence<[UInt8]> & Sendable {
        stride(from: 0, to: count, by: Self.chunkSize).lazy.map { bytes($0..<$0 + Self.chunkSize) }
    }

    /// Writes all bytes to an open file of the system, from where it stands.
    ///
    /// - Throws: ``AudioError/notWritten(errno:)``; part of the file may be written then.
    public func write(to descriptor: Int32) throws(AudioError) {
        for start in stride(from: 0, to: count, by: Self.chunkSize) {
            let chunk = bytes(start..<start + Self.chunkSize)
            var written = 0
            while written < chunk.count {
                let more = chunk[written...].withUnsafeBytes { systemWrite(descriptor, $0) }
                if more < 0 {
                    if errno == EINTR { continue }
                    throw .notWritten(errno: errno)
                }
                written += more
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

extension AudioFile {
    /// A file of a head and then blocks of one size, which are made one by one.
    init(head: [UInt8], blocks: Int, of size: Int, mediaType: String, block: @escaping @Sendable (Int) -> [UInt8]) {
        self.init(count: head.count + blocks * size, mediaType: mediaType) { range in
            var bytes = Array(head[range.clamped(to: 0..<head.count)])
            let body = max(0, range.lowerBound - head.count)..<max(0, range.upperBound - head.count)
            guard !body.isEmpty else { return bytes }
            bytes.reserveCapacity(range.count)
            for number in body.lowerBound / size...(body.upperBound - 1) / size {
                let start = number * size
                let part = body.clamped(to: start..<start + size)
                bytes += block(number)[part.lowerBound - start..<part.upperBound - start]
            }
            return bytes
        }
    }
}
