import Glibc

/// An error number of the system.
struct SystemFailure: Error, Equatable {
    let code: Int32

    var reason: String { systemReason(code) }
}

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
