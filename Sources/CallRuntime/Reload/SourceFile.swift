import Glibc

/// Reads one source as the survey saw it.
enum SourceFile {
    /// The bytes, or nil if the file is no longer the one the survey saw.
    static func read(_ source: TreeSurvey.Source, limits: FlowTreeLimits) throws(FlowTreeError) -> [UInt8]? {
        // Not blocking: a pipe put in the file's place must not hold up the reading.
        let descriptor = source.path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: source.path.display, reason: systemReason(errno))
        }
        defer { close(descriptor) }
        guard FileStamp.of(descriptor: descriptor) == source.stamp else { return nil }
        // One byte more than said: a file that grew, or one that hides its size, shows itself.
        var bytes = [UInt8](repeating: 0, count: max(source.stamp.size, 4_095) + 1)
        var count = 0
        while true {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .unreadable(path: source.path.display, reason: systemReason(errno)) }
            if got == 0 { break }
            count += got
            if count > limits.fileBytes {
                throw .fileTooLarge(path: source.path.display, limit: limits.fileBytes)
            }
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
        }
        return Array(bytes.prefix(count))
    }
}
