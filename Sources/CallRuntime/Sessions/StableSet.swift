/// A set that is always written in the same order, so that what is written twice is the same bytes.
@propertyWrapper
struct StableSet<Element: Hashable & Codable>: Codable {
    var wrappedValue: Set<Element>

    init(wrappedValue: Set<Element>) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws { wrappedValue = Set(try [Element](from: decoder)) }

    func encode(to encoder: any Encoder) throws {
        try wrappedValue.sorted { "\($0)" < "\($1)" }.encode(to: encoder)
    }
}
