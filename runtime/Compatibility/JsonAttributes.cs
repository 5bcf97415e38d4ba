// The attributes by which System.Text.Json serializes a quiz, for .NET Standard 2.0, which has them in a package only. They mean nothing there.

#if !NET
#pragma warning disable IDE0130 // The namespace is that of the attributes in .NET.

namespace System.Text.Json.Serialization;

internal enum JsonNumberHandling
{
    AllowNamedFloatingPointLiterals = 4,
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonIgnoreAttribute : Attribute;

[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class JsonConstructorAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class JsonPolymorphicAttribute : Attribute
{
    public string? TypeDiscriminatorPropertyName { get; set; }
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class JsonDerivedTypeAttribute(Type derivedType, string typeDiscriminator) : Attribute
{
    public Type DerivedType { get; } = derivedType;

    public string TypeDiscriminator { get; } = typeDiscriminator;
}

[AttributeUsage(AttributeTargets.Enum)]
internal sealed class JsonConverterAttribute(Type converterType) : Attribute
{
    public Type ConverterType { get; } = converterType;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class JsonNumberHandlingAttribute(JsonNumberHandling handling) : Attribute
{
    public JsonNumberHandling Handling { get; } = handling;
}

// The argument of JsonConverter for an enum.
internal sealed class JsonStringEnumConverter<TEnum>
    where TEnum : struct, Enum;
#endif
