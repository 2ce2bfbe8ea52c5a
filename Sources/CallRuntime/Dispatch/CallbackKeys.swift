import CallJournal
import CallModel
import Foundation

/// The keys that callback addresses are made with. They lie in the store, since the service keeps the addresses of
/// running calls whatever becomes of this process.
public struct CallbackKeys: Sendable, Equatable {
    /// One key.
    public struct Key: Sendable, Equatable {
        /// Counted from 1; it stands behind the tokens that the key has made. 0 stands nowhere.
        public var id: Int
        /// At least 32 random bytes.
        public var secret: [UInt8]

        /// A key by number.
        public init(id: Int, secret: [UInt8]) {
            self.id = id
            self.secret = secret
        }
    }

    /// The one that new addresses are made with.
    public let newest: Key
    /// All of them, whose addresses are known.
    public let all: [Key]

    /// A newest key, and older ones.
    public init(_ newest: Key, older: [Key] = []) {
        self.newest = newest
        all = older + [newest]
    }

    /// The store's setting that holds them.
    public static let setting = "callback-key"

    /// The keys of a store; a new store gets one.
    public static func kept(
        in archive: any GenerationArchive, random: any RandomSource = SystemRandom()
    ) async throws(JournalFault) -> CallbackKeys {
        if let bytes = try await archive.setting(setting) {
            guard let keys = CallbackKeys(bytes) else {
                throw JournalFault(isPassing: false, "the store's callback keys are damaged")
            }
            return keys
        }
        let secret = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let keys = CallbackKeys(Key(id: 1, secret: secret))
        try await archive.set(setting, to: keys.encoded)
        return keys
    }

    /// Reads what `encoded` wrote; nil when it is something else.
    init?(_ bytes: [UInt8]) {
        guard let list = (try? JSONValue(parsing: bytes))?["keys"]?.arrayValue else { return nil }
        let keys = list.compactMap { item -> Key? in
            guard let id = item["id"]?.intValue, id > 0,
                let secret = item["secret"]?.stringValue.flatMap({ Data(base64Encoded: $0) }), secret.count >= 32
            else { return nil }
            return Key(id: id, secret: Array(secret))
        }
        guard let newest = keys.last, keys.count == list.count else { return nil }
        self.init(newest, older: keys.dropLast())
    }

    /// As it lies in the store: the newest key comes last.
    var encoded: [UInt8] {
        let keys = all.map { key -> JSONValue in
            ["id": .integer(Int64(key.id)), "secret": .string(Data(key.secret).base64EncodedString())]
        }
        let json: JSONValue = ["keys": .array(keys)]
        return json.encoded
    }
}
