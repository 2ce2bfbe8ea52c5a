/// Where a journal is kept, as settings write it: `memory:`, `sqlite:PATH` or `postgres://…`.
public enum StoreAddress: Sendable, Equatable, CustomStringConvertible {
    /// In the process, and gone with it.
    case memory
    /// In a file.
    case sqlite(path: String)
    /// In a database for many nodes; the address as it was given.
    case postgres(String)

    /// Why a text is no address.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong and what to write; a sentence without a full stop.
        public let description: String
    }

    /// Reads what a person wrote.
    public init(_ text: String) throws(Fault) {
        if text == "memory:" {
            self = .memory
        } else if text.hasPrefix("sqlite:") {
            let path = String(text.dropFirst("sqlite:".count))
            guard !path.isEmpty else {
                throw Fault(description: "the store 'sqlite:' names no file; write sqlite:PATH")
            }
            guard !path.hasPrefix("//"), path != ":memory:" else {
                throw Fault(description: "the store '\(text)' names no file; write sqlite:PATH, or memory:")
            }
            self = .sqlite(path: path)
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(text)
        } else {
            throw Fault(description: "'\(text)' is no store; write memory:, or sqlite:PATH")
        }
    }

    /// As it is written; what may hold a password is left out.
    public var description: String {
        switch self {
        case .memory: "memory:"
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres: "postgres://…"
        }
    }
}
