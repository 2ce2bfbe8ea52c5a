import Glibc

/// A path as the kernel sees it: bytes, not necessarily UTF-8.
struct RawPath: Hashable, Sendable {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(_ string: String) { bytes = Array(string.utf8) }

    /// The path as text; bytes that are not UTF-8 become replacement characters.
    var display: String { String(decoding: bytes, as: UTF8.self) }

    var components: [[UInt8]] { bytes.split(separator: UInt8(ascii: "/")).map(Array.init) }

    func appending(_ name: [UInt8]) -> RawPath {
        if bytes.isEmpty { return RawPath(name) }
        return RawPath(bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name)
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return "".withCString(body) }
            return body(base)
        }
    }

    /// What the link at this path says, or nil if it is no link (or is not there).
    func linkTarget() -> RawPath? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = withCString { path in
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return -1 }
                return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        return count > 0 ? RawPath(Array(buffer.prefix(count))) : nil
    }
}
