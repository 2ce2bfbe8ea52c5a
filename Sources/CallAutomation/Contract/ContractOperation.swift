import CallModel

extension ServiceContract {
    /// One operation of the service.
    public struct Operation: Sendable, Equatable {
        /// The contract's `operationId`, such as `CallMedia_Play`.
        public let id: String
        /// Upper case.
        public let method: String
        /// With its parameters in braces, such as `/calling/callConnections/{callConnectionId}:play`.
        public let pathTemplate: String
        /// Whether it takes the repeatability headers.
        public let takesRepeatability: Bool
        /// The definition of its request body; nil when it has none.
        public let requestDefinition: String?
        /// The definitions of its answers by status, without errors; an empty one has no body.
        public let responses: [Int: String]
        /// The preview version that it needs; nil for what is in the stable version.
        public let previewVersion: String?

        let segments: [Segment]

        /// Whether the operation is in this version of the interface. Stable operations count as being in all of them.
        public func isAvailable(in apiVersion: String) -> Bool { previewVersion == nil || previewVersion == apiVersion }

        /// Whether `path` (with or without its query) is one of this operation.
        public func matches(method: String, path: String) -> Bool {
            method == self.method && matches(Self.parts(path))
        }

        func matches(_ parts: [Substring.UTF8View]) -> Bool {
            parts.count == segments.count && zip(segments, parts).allSatisfy { $0.matches($1) }
        }

        static func parts(_ path: String) -> [Substring.UTF8View] {
            path.utf8.prefix { $0 != 0x3F }.split(separator: 0x2F)
        }
    }

    /// What stands between two slashes of a path template.
    enum Segment: Sendable, Equatable {
        case literal([UInt8])
        /// `{x}`, or `{x}:suffix`.
        case parameter(suffix: [UInt8])

        init(_ template: Substring.UTF8View) {
            if template.first == 0x7B, let end = template.firstIndex(of: 0x7D) {
                self = .parameter(suffix: Array(template[template.index(after: end)...]))
            } else {
                self = .literal(Array(template))
            }
        }

        func matches(_ part: Substring.UTF8View) -> Bool {
            switch self {
            case .literal(let text): part.elementsEqual(text)
            case .parameter(let suffix): part.count > suffix.count && part.suffix(suffix.count).elementsEqual(suffix)
            }
        }

        var isBare: Bool { self == .parameter(suffix: []) }
    }
}

extension ServiceContract.Operation {
    /// Reads one item of `operations` in the contract's text.
    init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, let method = json["method"]?.stringValue,
            let path = json["path"]?.stringValue
        else { return nil }
        func name(_ member: String) -> String? { json[member]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
        self.id = id
        self.method = method
        pathTemplate = path
        takesRepeatability = json["repeatable"]?.boolValue ?? false
        requestDefinition = name("request")
        previewVersion = name("version")
        var answers: [Int: String] = [:]
        for member in json["responses"]?.objectValue?.members ?? [] {
            if let status = Int(member.name) { answers[status] = member.value.stringValue ?? "" }
        }
        responses = answers
        segments = Self.parts(path).map(ServiceContract.Segment.init)
    }
}
