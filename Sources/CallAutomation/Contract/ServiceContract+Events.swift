extension ServiceContract {
    /// A member of an event's payload, as the contract describes it.
    public struct Member: Sendable {
        /// What may stand there.
        public indirect enum Shape: Sendable {
            case any, string, boolean, integer, number
            /// One of the words, in the service's spelling.
            case words([String])
            case list(Shape)
            case record([Member])
        }

        /// In the service's spelling, such as `resultInformation`.
        public let name: String
        /// What may stand there.
        public let shape: Shape
    }

    /// The members of an event's payload, sorted by name; empty for an event that the contract does not describe.
    /// - Parameter event: without the service's prefix.
    public static func eventMembers(_ event: String) -> [Member] {
        guard let definition = contents.events[event], let index = contents.schemas.index(of: definition),
            case .record(let members) = shape(index, depth: 0)
        else { return [] }
        return members
    }

    /// Definitions may hold themselves: below the sixth level anything goes.
    private static func shape(_ index: Int, depth: Int) -> Member.Shape {
        let schema = contents.schemas[index]
        guard depth < 6 else { return .any }
        switch schema.shape {
        case .any: return .any
        case .string: return schema.words.isEmpty ? .string : .words(schema.words)
        case .boolean: return .boolean
        case .integer: return .integer
        case .number: return .number
        case .array(let item): return .list(item.map { shape($0, depth: depth + 1) } ?? .any)
        case .object:
            return .record(
                schema.properties.sorted { $0.key < $1.key }.map {
                    Member(name: $0.key, shape: shape($0.value, depth: depth + 1))
                })
        }
    }
}
